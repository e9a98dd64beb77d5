using CustomerIo.Resilience.Delivery.Sending;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Delivery.Lanes;

/// <summary>
/// Finds the single operation that tells who is to blame for a failure: the lane's first of a key that was not tried, on the
/// same path, however far behind it waits.
/// </summary>
internal sealed class TrialFinder(Lane lane, DeliveryServices services)
{
    private const int RowsALook = 500;
    private const int MaxLooks = 200;

    public async ValueTask<Choice?> FindAsync(Batch current, Narrowing narrowing)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        int index = IndexIn(current, narrowing, seen);
        if (index >= 0)
        {
            return new Choice(current, index, 1, IsTrial: true);
        }

        if (!current.IsStored)
        {
            return lane.TryTakeInto(current, entry => IsWanted(entry, narrowing, seen))
                ? new Choice(current, current.Count - 1, 1, IsTrial: true)
                : null;
        }

        return await FindBehindAsync(current, narrowing, seen).ConfigureAwait(false);
    }

    /// <summary>It was only asked whether there is one.</summary>
    public void GiveBack(Choice choice, Batch current)
    {
        if (!ReferenceEquals(choice.Batch, current))
        {
            lane.Release(choice.Batch);
        }
    }

    private static int IndexIn(Batch batch, Narrowing narrowing, HashSet<string> seen)
    {
        for (int index = batch.NextWaiting(); index < batch.Count; index = batch.NextWaiting(index + 1))
        {
            string key = batch.KeyOf(index);
            if (seen.Add(key) && narrowing.IsUntried(key) && IsOnPath(batch.Entries[index], narrowing))
            {
                return index;
            }
        }

        return -1;
    }

    private static bool IsOnPath(BatchEntry entry, Narrowing narrowing) =>
        narrowing.Suspected is not { } suspects || SendPaths.Of(entry.Head.Kind) == suspects.Path;

    private bool IsWanted(BatchEntry entry, Narrowing narrowing, HashSet<string> seen)
    {
        string key = entry.Head.Key.StoredKey;
        return seen.Add(key)
            && narrowing.IsUntried(key)
            && IsOnPath(entry, narrowing)
            && services.Side.Parked.WouldSend(entry.Head, entry.Sequence);
    }

    private async ValueTask<Choice?> FindBehindAsync(Batch current, Narrowing narrowing, HashSet<string> seen)
    {
        long after = current.RowOf(current.Count - 1)!.Position;
        for (int look = 0; look < MaxLooks; look++)
        {
            IReadOnlyList<Operation>? rows =
                await services.Store.ReadAsync(lane.Index, after, RowsALook).ConfigureAwait(false);
            if (rows is not { Count: > 0 })
            {
                return null;
            }

            foreach (Operation row in rows)
            {
                after = row.Position;
                if (seen.Add(row.Key) && !row.IsUnreadable && narrowing.IsUntried(row.Key)
                    && (narrowing.Suspected is not { } suspects || SendPaths.Of(row.Kind) == suspects.Path)
                    && services.Side.Parked.WouldSend(row))
                {
                    Batch batch = services.Settings.Batches.Rent();
                    batch.AddRows([row]);
                    return new Choice(batch, 0, 1, IsTrial: true);
                }
            }
        }

        return null;
    }
}
