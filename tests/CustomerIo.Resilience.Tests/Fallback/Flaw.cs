using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Tests.Fallback;

/// <summary>What a store does wrong: a sentence, and the calls that do it.</summary>
internal sealed record Flaw(string Name)
{
    public Action<FallbackOptions>? Configure { get; init; }

    public bool StartsEmpty { get; init; }

    public Func<FlawedStore, int, Task<StoreContents>>? Open { get; init; }

    public Func<FlawedStore, IReadOnlyList<Operation>, CancellationToken, Task<AppendResult>>? Append { get; init; }

    public Func<FlawedStore, int, int, int, Task<IReadOnlyList<Operation>>>? Read { get; init; }

    public Func<FlawedStore, string, int, int, Task<ParkedBatch>>? ReadParked { get; init; }

    public Func<FlawedStore, StoreChanges, CancellationToken, Task<ChangeResult>>? Apply { get; init; }

    public Func<FlawedStore, DeadLetterQuery, int, Task<IReadOnlyList<DeadLetter>>>? List { get; init; }

    public Func<FlawedStore, DeadLetterQuery, Task<IReadOnlyList<DeadLetterGroup>>>? Group { get; init; }

    public Func<FlawedStore, IReadOnlyList<Operation>, Task<IReadOnlyList<Operation>>>? Replay { get; init; }

    public Func<FlawedStore, IReadOnlyList<Ulid>, Task<int>>? Remove { get; init; }

    public Func<FlawedStore, StoreStatistics, StoreStatistics>? Statistics { get; init; }

    public override string ToString() => Name;
}
