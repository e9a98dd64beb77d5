namespace CustomerIo.Resilience.Fallback;

/// <summary>A fallback store cannot be used; the message says why, and the way out.</summary>
public sealed class FallbackStoreException : Exception
{
    /// <summary>Without a reason.</summary>
    public FallbackStoreException()
    {
    }

    /// <summary>With a reason and the way out.</summary>
    public FallbackStoreException(string message)
        : base(message)
    {
    }

    /// <summary>With a reason, the way out and the cause.</summary>
    public FallbackStoreException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
