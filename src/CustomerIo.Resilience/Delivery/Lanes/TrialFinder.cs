using CustomerIo.Resilience.Delivery.Parking;
using CustomerIo.Resilience.Delivery.Sending;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Delivery.Lanes;

/// <summary>
/// Finds the single operation that tells who is to blame for a failure: the lane's first of a key that was in nothing that
/// failed, on the same path, however far behind it waits; else one of another key than the first that failed.
/// </summary>
internal sealed class TrialFinder(Lane lane, DeliveryServices services)
{
    private const int RowsALook = 500;
    private const int MaxLooks = 200;

    public async ValueTask<Choice?> FindAsync(Batch current, Narrowing narrowing)
    {
        HashSet<string> passedOver = new(StringComparer.Ordinal);
        if (narrowing.Suspected is { } suspects)
        {
            for (int index = suspects.First; index < suspects.First + suspects.Count; index++)
            {
                passedOver.Add(current.KeyOf(index));
            }
        }

        if (FindIn(current, narrowing, passedOver) is { } beside)
        {
            return beside;
        }

        if (await FindBehindAsync(current, narrowing, passedOver).ConfigureAwait(false) is { } behind)
        {
            return behind;
        }

        return narrowing.Suspected is { } failed ? FindIn(current, narrowing, [current.KeyOf(failed.First)]) : null;
    }

    /// <summary>It was only asked whether there is one.</summary>
    public void GiveBack(Choice choice, Batch current)
    {
        if (!ReferenceEquals(choice.Batch, current))
        {
            lane.Release(choice.Batch);
        }
    }

    private static Choice? FindIn(Batch batch, Narrowing narrowing, HashSet<string> passedOver)
    {
        for (int index = batch.NextWaiting(); index < batch.Count; index = batch.NextWaiting(index + 1))
        {
            string key = batch.KeyOf(index);
            if (passedOver.Add(key) && narrowing.IsUntried(key) && IsOnPath(batch.Entries[index].Head.Kind, narrowing))
            {
                return new Choice(batch, index, 1, IsTrial: true);
            }
        }

        return null;
    }

    private static bool IsOnPath(OperationKind kind, Narrowing narrowing) =>
        narrowing.Suspected is not { } suspects || SendPaths.Of(kind) == suspects.Path;

    private async ValueTask<Choice?> FindBehindAsync(Batch current, Narrowing narrowing, HashSet<string> passedOver)
    {
        if (!lane.Stock.HasAny)
        {
            return lane.TryTakeInto(current, entry => IsWanted(entry, narrowing, passedOver))
                ? new Choice(current, current.Count - 1, 1, IsTrial: true)
                : null;
        }

        // What was left out may be decided by now, and goes before what comes after it.
        long after = Math.Min(current.LastPosition, current.FirstLeftOut - 1);
        DecidedRows decided = lane.Decided;
        for (int look = 0; look < MaxLooks; look++)
        {
            IReadOnlyList<Operation>? rows =
                await services.Store.ReadAsync(lane.Index, after, RowsALook).ConfigureAwait(false);
            if (rows is not { Count: > 0 })
            {
                return null;
            }

            after = rows[^1].Position;
            if (rows.FirstOrDefault(row => decided.Have(row) && IsWanted(row, narrowing, passedOver)) is { } wanted)
            {
                Batch batch = services.Settings.Batches.Rent();
                batch.AddRows([wanted]);
                return new Choice(batch, 0, 1, IsTrial: true);
            }
        }

        return null;
    }

    private bool IsWanted(BatchEntry entry, Narrowing narrowing, HashSet<string> passedOver)
    {
        string key = entry.Head.Key.StoredKey;
        return passedOver.Add(key)
            && narrowing.IsUntried(key)
            && IsOnPath(entry.Head.Kind, narrowing)
            && WouldSend(rules => rules.Judge(entry.Head, entry.Sequence));
    }

    private bool IsWanted(Operation row, Narrowing narrowing, HashSet<string> passedOver) =>
        passedOver.Add(row.Key)
        && !row.IsUnreadable
        && narrowing.IsUntried(row.Key)
        && IsOnPath(row.Kind, narrowing)
        && WouldSend(rules => rules.Judge(row));

    private bool WouldSend(Func<ParkingRules, Look> judge) =>
        services.Side.Parked.IsEmpty || services.Side.Parked.Ask(judge) is Look.Send;
}
