using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Sqlite.Tables;

/// <summary>Whether there is room for an operation, and who makes it.</summary>
internal sealed class StoreRoom(StoreBounds bounds, StoreTotals totals, WaitingTables waiting)
{
    /// <summary>Finds room for an operation, letting older events go if the options say so; gives false without.</summary>
    public bool TryEnter(Operation operation, List<Operation> evicted)
    {
        long bytes = operation.Payload.Length;
        return Fits(bytes, default)
            || (bounds.DropsEvents && waiting.TryEvict(gone => Fits(bytes, gone), evicted))
            || (operation.Kind.IsErasure() && waiting.Reserve.TryEnter(operation.Position, bytes));
    }

    private bool Fits(long bytes, Total gone)
    {
        Total taken = totals.Waiting - waiting.Reserve.Total - gone;
        return taken.Count < bounds.MaxCount && taken.Bytes + bytes <= bounds.MaxBytes;
    }
}
