using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Testing.Stores;

/// <summary>
/// The rules of <see cref="IFallbackStore"/>, for a store of your own; run them with any test framework, each as a
/// case. Rules about reopening are run for a store whose <see cref="IFallbackStore.IsDurable"/> is true and hold by
/// themselves for others.
/// </summary>
/// <example>
/// With xUnit:
/// <code>
/// public sealed class MyStoreTests : FallbackStoreContract
/// {
///     public static TheoryData&lt;string&gt; AllRules => [.. Rules];
///
///     [Theory]
///     [MemberData(nameof(AllRules))]
///     public Task It_keeps_the_contract(string rule) => CheckAsync(rule);
///
///     protected override ValueTask&lt;IFallbackStore&gt; MakeAsync(FallbackStoreSetting setting) =>
///         new(new MyStore(setting));
/// }
/// </code>
/// </example>
public abstract class FallbackStoreContract
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly StoreRule[] All =
    [
        .. WaitingRules.All, .. RoomRules.All, .. ChangingRules.All, .. ParkingRules.All, .. BlockingRules.All,
        .. ErasingRules.All, .. LateLetterRules.All, .. DeadLetterRules.All, .. QueryRules.All, .. BoundRules.All,
        .. ReplayRules.All, .. OverlapRules.All, .. ReopeningRules.All,
    ];

    private static int s_places;

    /// <summary>The rules, each a sentence.</summary>
    public static IReadOnlyList<string> Rules { get; } = [.. All.Select(static rule => rule.Sentence)];

    /// <summary>Runs one rule on a store of its own.</summary>
    /// <param name="rule">One of <see cref="Rules"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="CustomerIoAssertionException">The store breaks the rule; the message says how.</exception>
    /// <exception cref="ArgumentException">There is no such rule.</exception>
    public async Task CheckAsync(string rule, CancellationToken cancellationToken = default)
    {
        StoreRule found = Array.Find(All, one => string.Equals(one.Sentence, rule, StringComparison.Ordinal))
            ?? throw new ArgumentException(
                $"There is no rule '{rule}'. Take one of FallbackStoreContract.Rules.", nameof(rule));
        try
        {
            await RunAsync(found).WaitAsync(Limit, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CustomerIoAssertionException(
                $"{found.Member} breaks the rule \"{found.Sentence}\": {Reason(exception)}", exception);
        }
    }

    /// <summary>
    /// Makes a store, which is not opened yet. Called again with the same <see cref="FallbackStoreSetting.Place"/>
    /// after the first store was disposed of, where that is durable.
    /// </summary>
    /// <param name="setting">Where it keeps things, its bounds and its clock.</param>
    protected abstract ValueTask<IFallbackStore> MakeAsync(FallbackStoreSetting setting);

    private static string Reason(Exception exception) => exception switch
    {
        CustomerIoAssertionException => exception.Message,
        TimeoutException => $"it was not done after {Limit}.",
        _ => $"it threw {exception.GetType().Name}: {exception.Message}",
    };

    private async Task RunAsync(StoreRule rule)
    {
        FallbackOptions options = new() { MaxCount = 1_000, MaxBytes = 100_000_000 };
        rule.Configure?.Invoke(options);
        ManualClock clock = new(Samples.Start);
        FallbackStoreSetting setting = new($"rule{Interlocked.Increment(ref s_places)}", options, clock);
        StoreBench bench = new(clock, () => MakeAsync(setting));
        await using (bench.ConfigureAwait(false))
        {
            await bench.OpenAsync().ConfigureAwait(false);
            if (!rule.IsAboutReopening || bench.Store.IsDurable)
            {
                await rule.Check(bench).ConfigureAwait(false);
            }
        }
    }
}
