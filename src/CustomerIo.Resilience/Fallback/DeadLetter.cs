namespace CustomerIo.Resilience.Fallback;

/// <summary>An operation that Customer.io refused for good, kept until it is replayed or removed.</summary>
public sealed class DeadLetter
{
    /// <summary>The operation, with the bytes that were refused.</summary>
    public required Operation Operation { get; init; }

    /// <summary>Why it was given up.</summary>
    public required RejectionReason Reason { get; init; }

    /// <summary>The server's own words, where there were any.</summary>
    public CustomerIoError? Error { get; init; }

    /// <summary>How often it was tried while Customer.io answered others; 1 for a refusal.</summary>
    public int Attempts { get; init; } = 1;

    /// <summary>When it was given up.</summary>
    public required DateTimeOffset RejectedAt { get; init; }

    internal DeadLetter With(Operation operation) => new()
    {
        Operation = operation,
        Reason = Reason,
        Error = Error,
        Attempts = Attempts,
        RejectedAt = RejectedAt,
    };
}
