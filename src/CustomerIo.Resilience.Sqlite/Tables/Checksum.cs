using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Sqlite.Tables;

/// <summary>CRC-32C over everything a row says: SQLite itself would not notice a flipped bit in it.</summary>
internal static class Checksum
{
    /// <param name="operation">The operation.</param>
    /// <param name="key">Its key, as UTF-8.</param>
    public static long Of(Operation operation, ReadOnlySpan<byte> key)
    {
        Span<byte> id = stackalloc byte[Ulid.ByteLength];
        operation.Id.WriteBytes(id);
        uint crc = Add(uint.MaxValue, operation.Sequence);
        crc = Add(crc, operation.Lane);
        crc = Add(crc, (long)operation.Kind);
        crc = Add(crc, operation.OccurredAt.UtcTicks);
        crc = Add(crc, operation.PeerLane ?? -1L);
        crc = Add(crc, id);
        crc = Add(crc, key);
        return Add(crc, operation.Payload.Span);
    }

    public static long Of(DeadLetter letter)
    {
        uint crc = Add((uint)Of(letter.Operation, Encoding.UTF8.GetBytes(letter.Operation.Key)), (long)letter.Reason);
        crc = Add(crc, letter.Attempts);
        crc = Add(crc, letter.RejectedAt.UtcTicks);
        crc = Add(crc, letter.Error?.Message);
        crc = Add(crc, letter.Error?.Reason);
        return Add(crc, letter.Error?.Field);
    }

    public static long Of(long lane, long count, long bytes) => Add(Add(Add(uint.MaxValue, lane), count), bytes);

    private static uint Add(uint crc, long number) => BitOperations.Crc32C(crc, (ulong)number);

    private static uint Add(uint crc, string? text) => text is null ? Add(crc, -1L) : Add(crc, Encoding.UTF8.GetBytes(text));

    private static uint Add(uint crc, ReadOnlySpan<byte> bytes)
    {
        crc = Add(crc, bytes.Length);
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (ulong word in words)
        {
            crc = BitOperations.Crc32C(crc, BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word));
        }

        foreach (byte rest in bytes[(words.Length * sizeof(ulong))..])
        {
            crc = BitOperations.Crc32C(crc, rest);
        }

        return crc;
    }
}
