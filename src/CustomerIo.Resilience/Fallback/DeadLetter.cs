namespace CustomerIo.Resilience.Fallback;

/// <summary>An operation that was given up, kept until it is replayed or removed.</summary>
public sealed class DeadLetter
{
    /// <summary>The operation, with the bytes that were refused; it has no position.</summary>
    public required Operation Operation { get; init; }

    /// <summary>Why it was given up.</summary>
    public required RejectionReason Reason { get; init; }

    /// <summary>The server's own words, where there were any.</summary>
    public CustomerIoError? Error { get; init; }

    /// <summary>How often it was tried while Customer.io took others; 1 for a refusal.</summary>
    public int Attempts { get; init; } = 1;

    /// <summary>When it was given up.</summary>
    public required DateTimeOffset RejectedAt { get; init; }

    /// <summary>Given by the store, ascending in the order in which they were given up; 0 before it has it.</summary>
    public long Number { get; init; }

    internal DeadLetter With(Operation operation, long? number = null) => new()
    {
        Operation = operation,
        Reason = Reason,
        Error = Error,
        Attempts = Attempts,
        RejectedAt = RejectedAt,
        Number = number ?? Number,
    };
}
