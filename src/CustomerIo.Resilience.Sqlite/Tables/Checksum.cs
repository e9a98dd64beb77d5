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
    /// <param name="keys">Its key, second key and named keys.</param>
    public static long Of(Operation operation, OperationKeys keys)
    {
        Span<byte> id = stackalloc byte[Ulid.ByteLength];
        operation.Id.WriteBytes(id);
        uint crc = Add(uint.MaxValue, operation.Position);
        crc = Add(crc, (long)operation.Kind);
        crc = Add(crc, operation.OccurredAt.UtcTicks);
        crc = Add(crc, id);
        crc = Add(crc, keys.Key);
        crc = Add(crc, keys.Second);
        crc = Add(crc, keys.Named);
        return Add(crc, operation.Payload.Span);
    }

    /// <param name="position">Whose state it is.</param>
    /// <param name="state">The state.</param>
    public static long Of(long position, ParkedState state)
    {
        uint crc = Add(Add(uint.MaxValue, position), state.HasFailed ? 1L : 0L);
        return Add(Add(crc, state.Attempts), state.FirstAttemptAt?.UtcTicks ?? -1L);
    }

    /// <param name="letter">The dead letter.</param>
    /// <param name="operation">What is over its operation.</param>
    public static long Of(DeadLetter letter, long operation)
    {
        uint crc = Add((uint)operation, (long)letter.Reason);
        crc = Add(crc, letter.Attempts);
        crc = Add(crc, letter.RejectedAt.UtcTicks);
        crc = Add(crc, letter.Error?.Message);
        crc = Add(crc, letter.Error?.Reason);
        crc = Add(crc, letter.Error?.Field);
        return Add(crc, letter.Error?.BatchIndex ?? -1L);
    }

    public static long Of(string name, Total total) => Add(Add(Add(uint.MaxValue, name), total.Count), total.Bytes);

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
