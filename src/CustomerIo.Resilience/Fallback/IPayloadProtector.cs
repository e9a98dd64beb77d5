namespace CustomerIo.Resilience.Fallback;

/// <summary>
/// Encrypts payloads on their way into a store and decrypts them on their way out. ASP.NET Core's <c>IDataProtector</c> has the
/// same two methods. Called from several threads at once.
/// </summary>
public interface IPayloadProtector
{
    /// <summary>Encrypts a payload.</summary>
    byte[] Protect(byte[] payload);

    /// <summary>
    /// Decrypts what <see cref="Protect"/> gave. An exception parks the operation: it, and what comes after it of the same person or
    /// object, waits until the keys are back, and is tried every <see cref="FallbackOptions.MaxDrainDelay"/>. Nobody else waits.
    /// </summary>
    byte[] Unprotect(byte[] protectedPayload);
}
