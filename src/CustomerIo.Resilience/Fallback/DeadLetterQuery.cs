namespace CustomerIo.Resilience.Fallback;

/// <summary>Chooses dead letters; what is left out chooses all, and what is given has to be true together.</summary>
public sealed class DeadLetterQuery
{
    /// <summary>The one operation with this id.</summary>
    public Ulid? Id { get; init; }

    /// <summary>Why they were given up.</summary>
    public RejectionReason? Reason { get; init; }

    /// <summary>What they do.</summary>
    public OperationKind? Kind { get; init; }

    /// <summary>Whose they are: <see cref="Operation.Key"/>, or <see cref="Operation.SecondKey"/> of a merge.</summary>
    public string? Key { get; init; }

    /// <summary>Given up at this moment or later.</summary>
    public DateTimeOffset? RejectedFrom { get; init; }

    /// <summary>Given up before this moment.</summary>
    public DateTimeOffset? RejectedBefore { get; init; }

    /// <summary>Only those with a higher <see cref="DeadLetter.Number"/>: the last one of the page before.</summary>
    public long After { get; init; }

    /// <summary>Whether a dead letter is chosen; for stores that keep them in memory.</summary>
    public bool Matches(DeadLetter letter)
    {
        ArgumentNullException.ThrowIfNull(letter);
        return letter.Number > After
            && (Id is null || letter.Operation.Id == Id)
            && (Reason is null || letter.Reason == Reason)
            && (Kind is null || letter.Operation.Kind == Kind)
            && (Key is null || letter.Operation.Owns(Key))
            && (RejectedFrom is null || letter.RejectedAt >= RejectedFrom)
            && (RejectedBefore is null || letter.RejectedAt < RejectedBefore);
    }
}
