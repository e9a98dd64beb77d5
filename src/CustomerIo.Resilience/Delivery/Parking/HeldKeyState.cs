using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Delivery.Parking;

/// <summary>A key with something parked, or about to be; guarded by <see cref="ParkedKeys"/>.</summary>
internal sealed class HeldKeyState(string key)
{
    public string Key => key;

    /// <summary>Operations that a lane is about to park.</summary>
    public int Reserved { get; set; }

    /// <summary>Parked operations that the store has.</summary>
    public long Rows { get; set; }

    /// <summary>A lower bound of their positions.</summary>
    public long FirstRow { get; set; } = long.MaxValue;

    /// <summary>Parked operations in memory, all newer than those in the store; by sequence.</summary>
    public SortedDictionary<long, ParkedOperation> Memory { get; } = [];

    /// <summary>The sequence of the oldest delete, suppress, unsuppress or merge since the key is held.</summary>
    public long FirstBarrier { get; set; } = long.MaxValue;

    /// <summary>The lowest position of one that the store has.</summary>
    public long FirstBarrierRow { get; set; } = long.MaxValue;

    /// <summary>The sequence of the newest delete or suppress: what was called before it is not sent any more.</summary>
    public long ErasedBefore { get; set; }

    /// <summary>The position of the newest one that the store has.</summary>
    public long ErasedBelow { get; set; }

    /// <summary>A request with it is in flight.</summary>
    public bool IsBusy { get; set; }

    /// <summary>When it has its turn; guarded with the others' turns.</summary>
    public (long At, long Number)? Turn { get; set; }

    /// <summary>Not before this, whatever comes up: it failed.</summary>
    public long RestsUntil { get; set; }

    /// <summary>How many tries in a row failed.</summary>
    public int Failures { get; set; }

    /// <summary>How many requests of the path had succeeded when it failed without a verdict; null if it did not.</summary>
    public long? SuspectedAt { get; set; }

    /// <summary>Whether its last failed attempt counts is not known yet.</summary>
    public bool AwaitsVerdict { get; set; }

    /// <summary>That was a request of its own.</summary>
    public bool FailedAlone { get; set; }

    /// <summary>Whether something parked in memory was called before a sequence.</summary>
    public bool HasInMemoryBefore(long sequence) => Memory.Count > 0 && Memory.First().Key < sequence;

    /// <summary>
    /// The lowest place in the store that something has, or may have, which is parked in memory: its append failed. The highest
    /// number without any.
    /// </summary>
    public long FirstTried =>
        Memory.Values.Select(static operation => operation.Row?.Position ?? long.MaxValue).DefaultIfEmpty(long.MaxValue).Min();

    public long Count => Rows + Memory.Count + Reserved;

    /// <summary>The store had this of a former run.</summary>
    public void Restore(HeldKey restored)
    {
        Rows += restored.Count;
        FirstRow = 0;
        FirstBarrierRow = restored.Barrier > 0 ? 0 : FirstBarrierRow;
        FirstBarrier = restored.Barrier > 0 ? 0 : FirstBarrier;
        ErasedBelow = Math.Max(ErasedBelow, restored.ErasedBelow);
    }

    public void AddRow(Operation row)
    {
        Rows++;
        FirstRow = Math.Min(FirstRow, row.Position);
        if (row.Kind.IsBarrier())
        {
            FirstBarrierRow = Math.Min(FirstBarrierRow, row.Position);
            // One that was never in memory, like a replayed one, holds back whatever names its person there.
            FirstBarrier = FirstBarrier == long.MaxValue ? 0 : FirstBarrier;
            ErasedBelow = row.Kind.IsErasure() ? Math.Max(ErasedBelow, row.Position) : ErasedBelow;
        }
    }

    public void RemoveRow(long position)
    {
        Rows--;
        IsBlamed = false;
        FirstRow = Rows == 0 ? long.MaxValue : FirstRow == position ? position + 1 : FirstRow;
    }

    /// <summary>Rows that are sent before their append is told are taken off before they are added.</summary>
    /// <summary>Its first operation had failed by itself when it was looked at last: it waits for a place among such.</summary>
    public bool IsBlamed { get; set; }

    /// <summary>What the path's next success calls, always the same.</summary>
    public Action? Evidence { get; set; }

    public bool IsFree => Rows == 0 && Reserved == 0 && Memory.Count == 0 && !IsBusy;
}
