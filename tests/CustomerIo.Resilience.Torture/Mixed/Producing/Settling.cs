using System.Globalization;
using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Torture.Mixed.Planning;

namespace CustomerIo.Resilience.Torture.Mixed.Producing;

/// <summary>The end of a mixed run: waits until nothing moves that can, and tells what is left.</summary>
internal sealed class Settling(MixedPlan plan, MixedHost host, Statements statements)
{
    private const int Rounds = 2;
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    // As long as it takes to give one up, with all its attempts.
    private static readonly TimeSpan QuietWithAiling = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    // What the plan did not draw does not count: heartbeats.
    private readonly ILookup<string, Step> _steps = plan.Steps.ToLookup(StepToken.Of, StringComparer.Ordinal);

    public async Task RunAsync(Replays replays)
    {
        IReadOnlyDictionary<string, string> keys = await KeyProbe.FindAsync(plan.Circles);
        Leftovers leftovers = new(host.Store.Inner, [.. keys.Values]);
        IReadOnlyList<string> kept = [];
        for (int round = 0; round < Rounds; round++)
        {
            if (round > 0)
            {
                await replays.RunAsync(all: true);
            }

            await using Heartbeat heartbeat = new(host);
            kept = await SettleAsync(leftovers);
        }

        await TellWhatIsInMemoryAsync();
        foreach (string token in kept)
        {
            statements.Say(Words.Kept, token);
        }

        await foreach (DeadLetter letter in host.Letters.ListAsync())
        {
            statements.Say(Words.LastLetter, StepToken.Of(letter.Operation.Payload));
        }
    }

    // Without heartbeats; what is in memory now is not going anywhere.
    private async Task TellWhatIsInMemoryAsync()
    {
        long started = TimeProvider.System.GetTimestamp();
        while (host.Status.Figures.InMemory > 0 && TimeProvider.System.GetElapsedTime(started) < QuietWithAiling)
        {
            await Task.Delay(LookAgain);
        }

        DeliveryFigures figures = host.Status.Figures;
        statements.Say(Words.InMemory, figures.InMemory.ToString(CultureInfo.InvariantCulture));
        statements.Say(Words.Note, figures.ToString());
    }

    private async Task<IReadOnlyList<string>> SettleAsync(Leftovers leftovers)
    {
        long started = TimeProvider.System.GetTimestamp();
        long changed = started;
        HashSet<string> before = [];
        while (true)
        {
            await Task.Delay(LookAgain);
            string[] kept = [.. (await leftovers.ReadAsync()).Where(_steps.Contains)];
            if (!before.SetEquals(kept))
            {
                before = [.. kept];
                changed = TimeProvider.System.GetTimestamp();
            }

            TimeSpan quiet = kept.Any(IsToBeGivenUp) ? QuietWithAiling : Quiet;
            if (TimeProvider.System.GetElapsedTime(changed) > quiet && kept.All(MayStay) && host.Status.Figures.InMemory < Settings.MaxBatchCount)
            {
                return kept;
            }

            if (TimeProvider.System.GetElapsedTime(started) > Patience)
            {
                DeliveryFigures figures = host.Status.Figures;
                statements.Say(Words.Note, string.Create(
                    CultureInfo.InvariantCulture,
                    $"did not settle: kept {string.Join(' ', kept.Where(token => !MayStay(token)))}; {figures}"));
                return kept;
            }
        }
    }

    // A delete that the server never takes stays, and what waits for it. All else goes, or becomes a dead letter.
    private bool MayStay(string token) => _steps[token].Any(step =>
        plan.Endless.Contains(step.Key) || plan.Endless.Contains(step.Secondary ?? "-"));

    private bool IsToBeGivenUp(string token) => _steps[token].Any(static step => step is { IsAiling: true, IsEndless: false });
}
