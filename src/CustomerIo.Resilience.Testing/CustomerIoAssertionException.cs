namespace CustomerIo.Resilience.Testing;

/// <summary>
/// An assertion of this package does not hold. The message lists what was recorded, with personal data: it is for the
/// reader of a failed test.
/// </summary>
public sealed class CustomerIoAssertionException : Exception
{
    /// <summary>Without a message.</summary>
    public CustomerIoAssertionException()
    {
    }

    /// <summary>With what was expected and what was found.</summary>
    public CustomerIoAssertionException(string message)
        : base(message)
    {
    }

    /// <summary>With what was expected and what was found, and a cause.</summary>
    public CustomerIoAssertionException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
