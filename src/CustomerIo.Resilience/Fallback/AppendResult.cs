namespace CustomerIo.Resilience.Fallback;

/// <summary>What a store did with the operations it was given.</summary>
public sealed class AppendResult
{
    /// <summary>How many of them, from the first, it now answers for; the rest found no room.</summary>
    public required int Taken { get; init; }

    /// <summary>How many of the taken ones it already had.</summary>
    public int Duplicates { get; init; }

    /// <summary>Older events on lanes that it let go to make room; empty unless the options say so.</summary>
    public IReadOnlyList<Operation> Evicted { get; init; } = [];

    /// <summary>Parked operations that a delete or suppress among the taken ones removed; payloads may be left out.</summary>
    public IReadOnlyList<Operation> Erased { get; init; } = [];

    /// <summary>How many dead letters a delete or suppress among the taken ones removed.</summary>
    public int ErasedLetters { get; init; }
}
