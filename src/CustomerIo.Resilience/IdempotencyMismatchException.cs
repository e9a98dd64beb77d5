namespace CustomerIo.Resilience;

/// <summary>
/// An idempotency key was used again for other content. Either the key is not unique to the operation, or the operation
/// changed under its key; nothing was done. The message holds neither key nor content.
/// </summary>
public sealed class IdempotencyMismatchException : InvalidOperationException
{
    private const string DefaultMessage =
        "The idempotency key was used before, for an operation with other content. "
        + "Use a key of its own for each operation.";

    /// <summary>Makes an exception that says what went wrong.</summary>
    public IdempotencyMismatchException()
        : base(DefaultMessage)
    {
    }

    /// <summary>Makes an exception with a message.</summary>
    public IdempotencyMismatchException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with a message and its cause.</summary>
    public IdempotencyMismatchException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
