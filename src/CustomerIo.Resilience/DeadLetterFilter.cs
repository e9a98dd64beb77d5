using CustomerIo.Resilience.Delivery.Lanes;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience;

/// <summary>Chooses dead letters; what is left out chooses all, and what is given has to be true together.</summary>
public sealed class DeadLetterFilter
{
    /// <summary>Why they were given up.</summary>
    public RejectionReason? Reason { get; init; }

    /// <summary>What they do.</summary>
    public OperationKind? Kind { get; init; }

    /// <summary>Whom they are about.</summary>
    public PersonId? Person { get; init; }

    /// <summary>Given up at this moment or later.</summary>
    public DateTimeOffset? RejectedFrom { get; init; }

    /// <summary>Given up before this moment.</summary>
    public DateTimeOffset? RejectedBefore { get; init; }

    internal DeadLetterQuery ToQuery(long after) => new()
    {
        Reason = Reason,
        Kind = Kind,
        Key = Person is { } person ? EntityKey.Person(person).StoredKey : null,
        RejectedFrom = RejectedFrom,
        RejectedBefore = RejectedBefore,
        After = after,
    };
}
