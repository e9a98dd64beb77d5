using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Tests.Fallback;

/// <summary>Changes every byte and keeps the length, so that bounds in bytes are the same.</summary>
internal sealed class Inversion : IPayloadProtector
{
    public byte[] Protect(byte[] payload) => Array.ConvertAll(payload, static one => (byte)~one);

    public byte[] Unprotect(byte[] protectedPayload) => Protect(protectedPayload);
}
