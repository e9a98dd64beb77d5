using System.Runtime.InteropServices;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Sqlite.Tables;

/// <summary>The keys of an operation as the file has them; empty where there is none.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly ref struct OperationKeys
{
    public OperationKeys(Operation operation)
    {
        Key = Keys.Of(operation.Key);
        Second = operation.SecondKey is null ? default : Keys.Of(operation.SecondKey);
        Named = Keys.Of(operation.NamedKeys);
    }

    public OperationKeys(ReadOnlySpan<byte> key, ReadOnlySpan<byte> second, ReadOnlySpan<byte> named)
    {
        Key = key;
        Second = second;
        Named = named;
    }

    public ReadOnlySpan<byte> Key { get; }

    public ReadOnlySpan<byte> Second { get; }

    public ReadOnlySpan<byte> Named { get; }
}
