using CustomerIo.Resilience.Delivery.Parking;
using CustomerIo.Resilience.Diagnostics;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Delivery.Lanes;

/// <summary>Books what became of a lane's operations: in the store, in the lane's figures, and for those who wait.</summary>
internal sealed class LaneBooker(Lane lane, DeliveryServices services)
{
    /// <summary>Books a request that has ended well. What the store cannot book now it books later.</summary>
    public async ValueTask BookAsync(InFlight request)
    {
        Batch batch = request.Batch;
        List<Operation> completed = [];
        List<DeadLetter> letters = [];
        int refusedRows = Collect(request, completed, letters);
        if (completed.Count > 0 || letters.Count > 0)
        {
            ChangeResult? result = await services.Store
                .SettleAsync(new StoreChanges { Completed = completed, DeadLetters = letters }).ConfigureAwait(false);
            services.NoteRefused(letters);

            // What was evicted meanwhile is booked already.
            SettleRows(request, result?.Removed ?? int.MaxValue, refusedRows);
        }

        Settle(batch);
        lane.NoteProgress();
    }

    /// <summary>
    /// Takes what must not be sent out of a batch: erased, or to be parked. True if something was, false if nothing had to be,
    /// null if the store failed.
    /// </summary>
    public async ValueTask<bool?> SetAsideAsync(Batch batch)
    {
        if (services.Side.Parked.IsEmpty && !batch.HasUnreadable)
        {
            return false;
        }

        List<int> erased = [];
        List<int> parked = [];
        for (int index = batch.NextWaiting(); index < batch.Count; index = batch.NextWaiting(index + 1))
        {
            switch (LookAt(batch, index))
            {
                case Look.Erase:
                    erased.Add(index);
                    break;
                case Look.Park:
                    parked.Add(index);
                    break;
                default:
                    break;
            }
        }

        if (erased.Count == 0 && parked.Count == 0)
        {
            return false;
        }

        await EraseAsync(batch, erased).ConfigureAwait(false);
        return await ParkAsync(batch, parked, hasFailed: false).ConfigureAwait(false) ? true : null;
    }

    /// <summary>Parks an operation that failed by itself, or drops it if somebody whom it names is to be erased.</summary>
    public async ValueTask<bool> ParkCulpritAsync(Batch batch, int index)
    {
        BatchEntry entry = batch.Entries[index];
        if (entry.HasLeft)
        {
            return true;
        }

        bool isErased = services.Side.Parked.Ask(rules => entry.IsStored
            ? rules.IsNamedErased(batch.RowOf(index)!)
            : rules.IsNamedErased(entry.Head, entry.Sequence));
        if (isErased)
        {
            await EraseAsync(batch, [index]).ConfigureAwait(false);
            return true;
        }

        services.Side.Parked.Reserve(batch.KeyOf(index));
        DeliveryLog.Parked(services.Logger, batch.Entries[index].Head.Kind);
        return await ParkAsync(batch, [index], hasFailed: true).ConfigureAwait(false);
    }

    private Look LookAt(Batch batch, int index)
    {
        ref readonly BatchEntry entry = ref batch.Entries[index];
        if (!entry.IsStored)
        {
            // What may be in the store already, and has its place there, is looked at when it is known to be.
            return services.Settings.Mode is StoreMode.WriteAhead && batch.RowOf(index) is not null
                ? Look.Send
                : services.Side.Parked.LookAt(entry.Head, entry.Sequence);
        }

        Operation row = batch.RowOf(index)!;
        Look look = services.Side.Parked.LookAt(row);
        if (look is Look.Send && row.IsUnreadable)
        {
            services.Side.Parked.Reserve(row.Key);
            return Look.Park;
        }

        return look;
    }

    private async ValueTask EraseAsync(Batch batch, List<int> indices)
    {
        if (indices.Count == 0)
        {
            return;
        }

        await ForgetDoubtfulAsync(batch, indices).ConfigureAwait(false);
        Operation[] rows = [.. indices.Where(index => batch.Entries[index].IsStored).Select(index => batch.RowOf(index)!)];
        int removed = 0;
        if (rows.Length > 0)
        {
            ChangeResult? result = await services.Store.SettleAsync(new StoreChanges { Completed = rows }).ConfigureAwait(false);
            removed = Math.Min(rows.Length, result?.Removed ?? rows.Length);
        }

        foreach (int index in indices)
        {
            ref BatchEntry entry = ref batch.Entries[index];
            entry.Result = DeliveryResult.Rejected(entry.Head.Id, RejectionReason.Erased);
            if (entry.IsStored)
            {
                entry.HasLeft = true;
                services.Callers.Answer(batch.RowOf(index)!.Position, entry.Result);
            }
        }

        // What was evicted meanwhile is booked already.
        lane.Stock.Settle(lane.Books, 0, removed);
        Pass(batch);
        Settle(batch);
        lane.NoteProgress();
    }

    private async ValueTask<bool> ParkAsync(Batch batch, List<int> indices, bool hasFailed)
    {
        if (indices.Count == 0)
        {
            return true;
        }

        Operation[] rows =
        [
            .. indices.Where(index => batch.Entries[index].IsStored)
                .Select(index => batch.RowOf(index)!.With(parked: new ParkedState(hasFailed))),
        ];
        if (rows.Length > 0)
        {
            if (await services.Store.ApplyAsync(new StoreChanges { Parked = rows }).ConfigureAwait(false) is not { } result)
            {
                indices.ForEach(index => services.Side.Parked.Unreserve(batch.KeyOf(index)));
                return false;
            }

            if (result.Parked < rows.Length)
            {
                rows = await LeaveOutEvictedAsync(rows).ConfigureAwait(false);
            }
        }

        await ForgetDoubtfulAsync(batch, indices).ConfigureAwait(false);
        foreach (int index in indices)
        {
            Keep(batch, index, hasFailed);
        }

        if (rows.Length > 0)
        {
            services.Side.TakeRows(lane, rows, hasFailed);
        }

        Pass(batch);
        lane.NoteProgress();
        services.Side.Signal.Set();
        return true;
    }

    // They were booked when the store let them go.
    private async ValueTask<Operation[]> LeaveOutEvictedAsync(Operation[] rows)
    {
        List<Operation> parked = [];
        foreach (Operation row in rows)
        {
            ParkedBatch? batch = await services.Store.ReadParkedAsync(row.Key, int.MaxValue, int.MaxValue).ConfigureAwait(false);
            if (batch is null || batch.Operations.Any(one => one.Position == row.Position))
            {
                parked.Add(row);
            }
            else
            {
                services.Side.Parked.Unreserve(row.Key);
            }
        }

        return [.. parked];
    }

    private void Keep(Batch batch, int index, bool hasFailed)
    {
        ref BatchEntry entry = ref batch.Entries[index];
        if (entry.IsStored)
        {
            entry.HasLeft = true;
            services.Callers.AnswerStored(batch.RowOf(index)!.Position);
            return;
        }

        ParkedOperation operation = new(entry.Head, entry.Sequence, batch.PayloadOf(index).ToArray(), entry.Promise)
        {
            HasFailed = hasFailed,
        };
        services.Side.TakeFromLane(lane, operation);
        entry.HasLeft = true; // Never in neither place: who looks meanwhile has to find it.
    }

    private int Collect(InFlight request, List<Operation> completed, List<DeadLetter> letters)
    {
        Batch batch = request.Batch;
        int refusedRows = 0;
        for (int index = request.First; index < request.First + request.Count; index++)
        {
            ref readonly BatchEntry entry = ref batch.Entries[index];
            Operation? row = entry.IsStored ? batch.RowOf(index) : null;
            switch (entry.Result.Status)
            {
                case DeliveryStatus.Delivered when (row ?? DoubtfulOf(batch, index)) is { } done:
                    completed.Add(done);
                    break;
                case DeliveryStatus.Rejected:
                    refusedRows += row is null ? 0 : 1;
                    letters.Add(LetterOf(batch, index, row));
                    if (DoubtfulOf(batch, index) is { } refused)
                    {
                        completed.Add(refused);
                    }

                    break;
                default:
                    break;
            }
        }

        return refusedRows;
    }
    private void Settle(Batch batch)
    {
        lane.Books.Settle(batch.Entries);
        foreach (ref BatchEntry entry in batch.Entries)
        {
            if (entry.AwaitsSettling && !entry.IsStored)
            {
                if (batch.HasRows)
                {
                    lane.Decide(entry.Sequence);
                }

                entry.HasLeft = true;
                entry.Promise?.TrySetResult(entry.Result);
            }
        }
    }

    private async ValueTask ForgetDoubtfulAsync(Batch batch, List<int> indices)
    {
        Operation[] doubtful = [.. indices.Select(index => DoubtfulOf(batch, index)).OfType<Operation>()];
        if (doubtful.Length > 0)
        {
            await services.Store.SettleAsync(new StoreChanges { Completed = doubtful }).ConfigureAwait(false);
        }
    }

    // The store may have what is still in memory: an append that failed may have happened.
    private static Operation? DoubtfulOf(Batch batch, int index) =>
        batch.Entries[index] is { IsStored: false, IsDoubtful: true } ? batch.RowOf(index) : null;

    private DeadLetter LetterOf(Batch batch, int index, Operation? row)
    {
        BatchEntry entry = batch.Entries[index];
        return new DeadLetter
        {
            Operation = row ?? Rows.Make(entry.Head, batch.PayloadOf(index).ToArray(), 0),
            Reason = entry.Result.Reason,
            Error = entry.Result.Error,
            RejectedAt = services.Time.GetUtcNow(),
        };
    }

    private void SettleRows(InFlight request, int removed, int refusedRows)
    {
        if (!request.Batch.HasRows)
        {
            return;
        }

        int rows = 0;
        for (int index = request.First; index < request.First + request.Count; index++)
        {
            ref BatchEntry entry = ref request.Batch.Entries[index];
            if (entry.IsStored && entry.Result.Status is not DeliveryStatus.Queued)
            {
                rows++;
                entry.HasLeft = true;
                services.Callers.Answer(request.Batch.RowOf(index)!.Position, entry.Result);
            }
        }

        if (rows > 0)
        {
            // What was evicted meanwhile is booked already.
            int left = Math.Min(rows, removed);
            int rejected = Math.Min(refusedRows, left);
            lane.Stock.Settle(lane.Books, left - rejected, rejected);
            services.Pulse.NoteDrained();
            if (request.IsOfHead)
            {
                Pass(request.Batch);
            }
        }
    }

    // Everything before the batch's first operation that is left has gone.
    private void Pass(Batch batch)
    {
        for (int index = batch.NextWaiting() - 1; index >= 0; index--)
        {
            if (batch.RowOf(index) is { } row)
            {
                lane.Stock.Pass(Math.Min(row.Position, batch.FirstLeftOut - 1));
                return;
            }
        }
    }
}
