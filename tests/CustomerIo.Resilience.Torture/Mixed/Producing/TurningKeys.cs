using CustomerIo.Resilience.Fallback;
using System.Security.Cryptography;

namespace CustomerIo.Resilience.Torture.Mixed.Producing;

/// <summary>Protects payloads with a key that changes, the former ones being kept, and that is away for a while.</summary>
internal sealed class TurningKeys : IPayloadProtector
{
    private volatile byte _current;
    private volatile bool _isAway;

    public void TurnTo(byte key) => _current = key;

    public void SetAway(bool isAway) => _isAway = isAway;

    public byte[] Protect(byte[] payload)
    {
        byte key = _current;
        return [key, .. payload.Select(one => (byte)(one ^ Pad(key)))];
    }

    public byte[] Unprotect(byte[] protectedPayload)
    {
        if (_isAway)
        {
            throw new CryptographicException("The key is away.");
        }

        return Read(protectedPayload);
    }

    /// <summary>The same, whether the key is away or not.</summary>
    public static byte[] Read(ReadOnlySpan<byte> protectedPayload)
    {
        byte[] payload = protectedPayload[1..].ToArray();
        byte pad = Pad(protectedPayload[0]);
        for (int index = 0; index < payload.Length; index++)
        {
            payload[index] ^= pad;
        }

        return payload;
    }

    private static byte Pad(byte key) => (byte)(0x5A + key);
}
