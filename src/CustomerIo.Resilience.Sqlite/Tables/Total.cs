using System.Runtime.InteropServices;

namespace CustomerIo.Resilience.Sqlite.Tables;

/// <summary>How much a table has.</summary>
/// <param name="Count">Its rows.</param>
/// <param name="Bytes">Bytes of their payloads.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Total(long Count, long Bytes)
{
    public static Total operator +(Total one, Total other) => new(one.Count + other.Count, one.Bytes + other.Bytes);

    public static Total operator -(Total one, Total other) => new(one.Count - other.Count, one.Bytes - other.Bytes);
}
