using System.Collections.Concurrent;
using CustomerIo.Resilience.Testing;
using CustomerIo.Resilience.Testing.Stores;

namespace CustomerIo.Resilience.Tests.Fallback;

/// <summary>Which rules a flaw breaks: every flaw is held against every rule, once for all tests.</summary>
public sealed class BrokenRules : IAsyncLifetime
{
    private readonly ConcurrentBag<(string Flaw, string Rule)> _broken = [];

    internal static Flaw[] Flaws { get; } =
    [
        .. WaitingFlaws.All, .. ChangingFlaws.All, .. ParkedFlaws.All, .. ErasingFlaws.All, .. DeadLetterFlaws.All,
        .. ReplayFlaws.All,
    ];

    public IEnumerable<string> By(string flaw) =>
        _broken.Where(one => string.Equals(one.Flaw, flaw, StringComparison.Ordinal)).Select(static one => one.Rule);

    public IEnumerable<string> FlawsThatBreak(string rule) =>
        _broken.Where(one => string.Equals(one.Rule, rule, StringComparison.Ordinal)).Select(static one => one.Flaw);

    public async ValueTask InitializeAsync() => await Parallel.ForEachAsync(Flaws, async (flaw, cancellationToken) =>
    {
        foreach (string rule in FallbackStoreContract.Rules)
        {
            if (await IsBrokenAsync(flaw, rule, cancellationToken))
            {
                _broken.Add((flaw.Name, rule));
            }
        }
    });

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async Task<bool> IsBrokenAsync(Flaw flaw, string rule, CancellationToken cancellationToken)
    {
        try
        {
            await new FlawedStoreContract(flaw).CheckAsync(rule, cancellationToken);
            return false;
        }
        catch (CustomerIoAssertionException exception)
        {
            // A store that throws, or does not answer, would break any rule.
            return !exception.Message.Contains("\": it ", StringComparison.Ordinal);
        }
    }
}
