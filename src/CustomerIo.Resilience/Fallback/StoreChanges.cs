namespace CustomerIo.Resilience.Fallback;

/// <summary>What is to become of operations, all of it or nothing. Everything is named by position and id, never by a range.</summary>
public sealed class StoreChanges
{
    /// <summary>They leave the store, from their lane or from what is parked: delivered, or erased.</summary>
    public IReadOnlyList<Operation> Completed { get; init; } = [];

    /// <summary>
    /// They become dead letters. One with a position leaves its place by that, and is dropped where the store has nothing at
    /// that position any more. One without came from memory. One whose key a parked delete or suppress owns with a higher
    /// position is dropped, too.
    /// </summary>
    public IReadOnlyList<DeadLetter> DeadLetters { get; init; } = [];

    /// <summary>
    /// They are parked, with the state that <see cref="Operation.Parked"/> says, keeping their positions; parked ones change
    /// their state. What the store does not have is passed over.
    /// </summary>
    public IReadOnlyList<Operation> Parked { get; init; } = [];
}
