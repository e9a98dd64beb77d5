using System.Runtime.InteropServices;

namespace CustomerIo.Resilience.Sqlite.Tables;

/// <summary>Bytes as SQLite's provider takes them.</summary>
internal static class Blob
{
    /// <summary>The array itself where the memory is a whole one.</summary>
    public static byte[] Of(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out ArraySegment<byte> segment) && segment.Count == segment.Array!.Length
            ? segment.Array
            : bytes.ToArray();
}
