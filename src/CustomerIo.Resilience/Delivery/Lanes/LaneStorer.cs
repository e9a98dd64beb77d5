using CustomerIo.Resilience.Delivery.Storing;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Delivery.Lanes;

/// <summary>Moves operations of a lane from memory to the store. What finds no room there stays where it is.</summary>
internal sealed class LaneStorer(Lane lane, DeliveryServices services)
{
    private long _restUntil = long.MinValue;

    /// <summary>The store is not open, failed or is full: there is no use in asking again so soon; the lane is woken then.</summary>
    public bool IsResting
    {
        get
        {
            long now = services.Time.GetTimestamp();
            if (!services.Store.IsOpen)
            {
                _restUntil = services.After(StoreGateway.RetryDelay);
                services.Settings.Budget.SpillsNotBefore = _restUntil;
            }
            else if (_restUntil <= now)
            {
                return false;
            }

            lane.WakeAfter(services.Time.GetElapsedTime(now, _restUntil));
            return true;
        }
    }

    /// <summary>The last append failed, for a moment perhaps: it is worth to be repeated before the end.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>The store has opened.</summary>
    public void EndRest() => _restUntil = long.MinValue;

    /// <summary>
    /// Moves what a batch has in memory, whether it is in flight or not, and whether somebody waits for it or not.
    /// </summary>
    public async ValueTask<bool> StoreAsync(Batch batch)
    {
        int[] indices = Indices(batch);
        if (indices.Length == 0)
        {
            return true;
        }

        Operation[] rows = [.. indices.Select(index => RowOf(batch, index))];
        for (int index = 0; index < rows.Length; index++)
        {
            if (batch.Entries[indices[index]].Promise is { } promise)
            {
                services.Callers.Expect(rows[index].Position, promise);
            }
        }

        AppendResult? result = await services.Store.AppendAsync(rows).ConfigureAwait(false);
        int taken = result?.Taken ?? 0;
        if (taken > 0)
        {
            NoteTaken(batch, indices.AsSpan(0, taken), rows);
        }

        HasFailed = result is null;
        NoteLeft(batch, indices.AsSpan(taken), isDoubtful: result is null);

        if (taken == rows.Length)
        {
            return true;
        }

        _restUntil = services.After(StoreGateway.RetryDelay);
        services.Settings.Budget.SpillsNotBefore = _restUntil;
        lane.WakeAfter(StoreGateway.RetryDelay);
        return taken > 0;
    }

    private void NoteTaken(Batch batch, ReadOnlySpan<int> indices, Operation[] rows)
    {
        bool goOn = !services.Traffic.IsPaused && !services.IsStopping && services.Settings.Mode is not StoreMode.InMemory;
        for (int index = 0; index < indices.Length; index++)
        {
            if (batch.Entries[indices[index]].Promise is not { } promise)
            {
                continue;
            }

            promise.IsStored = true;
            if (!goOn || promise.EndsWhenStored)
            {
                services.Callers.AnswerStored(rows[index].Position);
            }
        }

        // Rows that were tried before may come in another order.
        Operation[] taken = rows[..indices.Length];
        lane.Stock.Hold(
            taken.Length, taken.Min(static row => row.Position), taken.Max(static row => row.Position), batch.HasOthers);
        foreach (int index in indices)
        {
            ref readonly BatchEntry entry = ref batch.Entries[index];
            lane.Books.Settle(entry.Sequence, entry.Length, DeliveryStatus.Stored);
            lane.Decide(entry.Sequence);
        }

        batch.NoteStored(indices);
        lane.NoteProgress();
        services.Pulse.NoteMoved();
    }

    // Of a store without room the first that found none is known not to be there; the others it did not look at.
    private void NoteLeft(Batch batch, ReadOnlySpan<int> indices, bool isDoubtful)
    {
        for (int index = 0; index < indices.Length; index++)
        {
            ref BatchEntry entry = ref batch.Entries[indices[index]];
            entry.IsDoubtful = isDoubtful || (entry.IsDoubtful && index > 0);
            services.Callers.Forget(batch.RowOf(indices[index])!.Position);
        }
    }

    private static int[] Indices(Batch batch)
    {
        List<int> indices = [];
        for (int index = batch.NextWaitingInMemory(); index < batch.Count; index = batch.NextWaitingInMemory(index + 1))
        {
            indices.Add(index);
        }

        return [.. indices];
    }

    // A row that an append was tried with is tried again as it is: the store may have it already, and it keeps its place.
    private Operation RowOf(Batch batch, int index)
    {
        if (batch.RowOf(index) is { } tried)
        {
            return tried;
        }

        ref readonly BatchEntry entry = ref batch.Entries[index];
        Operation row = Rows.Make(entry.Head, batch.PayloadOf(index).ToArray(), lane.BeginRow(entry.Sequence, entry.Head.Key));
        batch.SetRow(index, row);
        return row;
    }
}
