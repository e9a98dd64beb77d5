using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace CustomerIo.Resilience.Idempotency;

/// <summary>The full SHA-256 of some bytes, as a value.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ContentFingerprint(ulong A, ulong B, ulong C, ulong D)
{
    public static ContentFingerprint Of(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, hash);
        return new ContentFingerprint(
            BinaryPrimitives.ReadUInt64BigEndian(hash),
            BinaryPrimitives.ReadUInt64BigEndian(hash[8..]),
            BinaryPrimitives.ReadUInt64BigEndian(hash[16..]),
            BinaryPrimitives.ReadUInt64BigEndian(hash[24..]));
    }

    /// <summary>The hash in hexadecimal, the key of an operation that is known by its content.</summary>
    public override string ToString() => $"{A:x16}{B:x16}{C:x16}{D:x16}";
}
