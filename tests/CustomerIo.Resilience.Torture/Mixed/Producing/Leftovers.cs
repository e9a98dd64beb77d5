using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Torture.Mixed.Planning;

namespace CustomerIo.Resilience.Torture.Mixed.Producing;

/// <summary>Reads what a store still has, past the library.</summary>
internal sealed class Leftovers(IFallbackStore store, IReadOnlyCollection<string> keys)
{
    private const int All = 1_000_000;
    private const int AllBytes = 100_000_000;

    /// <summary>The tokens of all that waits, of what the plan knows and of what it does not.</summary>
    public async Task<IReadOnlyList<string>> ReadAsync()
    {
        Dictionary<Ulid, string> found = [];
        for (int lane = 0; lane < Settings.Lanes; lane++)
        {
            Add(found, await store.ReadAsync(lane, 0, All, AllBytes, CancellationToken.None));
        }

        foreach (string key in keys)
        {
            Add(found, (await store.ReadParkedAsync(key, All, AllBytes, CancellationToken.None)).Operations);
        }

        return [.. found.Values];
    }

    private static void Add(Dictionary<Ulid, string> found, IReadOnlyList<Operation> operations)
    {
        foreach (Operation operation in operations)
        {
            found[operation.Id] = StepToken.Of(TurningKeys.Read(operation.Payload.Span));
        }
    }
}
