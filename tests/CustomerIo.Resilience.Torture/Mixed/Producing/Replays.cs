using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Torture.Mixed.Planning;

namespace CustomerIo.Resilience.Torture.Mixed.Producing;

/// <summary>Replays dead letters while everything else goes on.</summary>
internal sealed class Replays(MixedHost host, Statements statements, Random random)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly List<Task> _running = [];

    public void Begin(bool all) => _running.Add(Task.Run(() => RunAsync(all)));

    /// <summary>Waits for those that were begun.</summary>
    public Task EndAsync() => Task.WhenAll(_running);

    public async Task RunAsync(bool all)
    {
        using CancellationTokenSource end = new(Patience);
        try
        {
            IReadOnlyList<DeadLetter> letters = await host.Letters.ListPageAsync(0, 10_000, cancellationToken: end.Token);
            foreach (DeadLetter letter in letters)
            {
                statements.Say(Words.Letter, StepToken.Of(letter.Operation.Payload));
            }

            if (all)
            {
                await host.Letters.ReplayAsync(new DeadLetterFilter(), end.Token);
            }
            else if (letters.Count > 0)
            {
                await host.Letters.ReplayAsync(letters[random.Next(letters.Count)].Operation.Id, end.Token);
            }
        }
        catch (Exception exception) when (exception is FallbackStoreException or OperationCanceledException)
        {
            // The disk is full, or neither server nor store takes what has to go before: they stay dead letters.
        }
    }
}
