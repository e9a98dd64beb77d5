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
    /// Decrypts what <see cref="Protect"/> gave. An exception stops the delivery from the store, and is logged, until the
    /// keys are back.
    /// </summary>
    byte[] Unprotect(byte[] protectedPayload);
}
