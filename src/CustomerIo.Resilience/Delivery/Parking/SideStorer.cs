using CustomerIo.Resilience.Delivery.Storing;
using CustomerIo.Resilience.Delivery.Lanes;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Delivery.Parking;

/// <summary>
/// Moves what is parked in memory to the store, in the order of the calls wherever operations share a key: always before a delete
/// or suppress is sent, and otherwise when an operation has to wait for more than its lanes.
/// </summary>
internal sealed class SideStorer(DeliveryServices services)
{
    private const int MaxAppend = 500;

    private long _restUntil = long.MinValue;
    private bool _hasFailed;

    /// <summary>When it is worth trying again after a failure; null if it has not failed.</summary>
    public long? RestsUntil => _restUntil > services.Time.GetTimestamp() ? _restUntil : null;

    /// <summary>Whether everything has to go to the store, because somebody flushes.</summary>
    public bool TakesAll { get; set; }

    /// <summary>Nothing that is still in a lane's memory will be stored: nobody waits for it.</summary>
    public bool AreLanesOver { get; set; }

    /// <summary>The last append failed, and there is something that it is worth to be repeated for.</summary>
    public bool IsToRepeat => _hasFailed && services.Side.Parked.Ask(static rules => rules.Memory.Count > 0);

    /// <summary>True if something moved.</summary>
    /// <param name="busy">Keys that requests in flight touch: what they bring is booked before it can be erased.</param>
    public async ValueTask<bool> StoreAsync(IReadOnlySet<string> busy)
    {
        if (RestsUntil is not null || !services.Store.IsOpen)
        {
            return false;
        }

        bool takesAll = TakesAll
            || services.Settings.Mode is StoreMode.WriteAhead
            || services.IsStopping
            || services.Traffic.IsPaused
            || services.Settings.Budget.ShouldSpill;
        (ParkedOperation[] moving, ParkedOperation[] erased) =
            services.Side.Parked.Ask(rules => Choose(rules.Keys, rules.Memory, busy, takesAll));
        Operation[] tried = [.. erased.Select(static operation => operation.Row).OfType<Operation>()];
        if (tried.Length > 0)
        {
            await services.Store.SettleAsync(new StoreChanges { Completed = tried }).ConfigureAwait(false);
        }

        foreach (ParkedOperation operation in erased)
        {
            services.Side.Settle(operation, DeliveryResult.Rejected(operation.Head.Id, RejectionReason.Erased));
        }

        return moving.Length > 0 ? await AppendAsync(moving).ConfigureAwait(false) : erased.Length > 0;
    }

    private (ParkedOperation[] Moving, ParkedOperation[] Erased) Choose(
        IReadOnlyDictionary<string, HeldKeyState> keys,
        SortedDictionary<long, ParkedOperation> memory,
        IReadOnlySet<string> busy,
        bool takesAll)
    {
        List<ParkedOperation> moving = [];
        List<ParkedOperation> erased = [];
        HashSet<string> waitingOwn = new(StringComparer.Ordinal);
        HashSet<string> waitingBarriers = new(StringComparer.Ordinal);
        HashSet<string> waitingNamed = new(StringComparer.Ordinal);
        foreach (ParkedOperation operation in memory.Values)
        {
            if (moving.Count == MaxAppend)
            {
                break;
            }

            bool isErased = operation.Head.Kind.IsErasable()
                && !operation.IsBusy
                && operation.Sequence < keys[operation.Key].ErasedBefore;
            if (isErased)
            {
                erased.Add(operation);
                continue;
            }

            bool waits = !(operation.IsReady || AreLanesOver)
                || operation.IsBusy
                || (operation.IsErasure && busy.Contains(operation.Key))
                || operation.OwnKeys.Any(waitingOwn.Contains)
                || operation.NamedKeys.Any(waitingBarriers.Contains)
                || (operation.IsBarrier && operation.OwnKeys.Any(waitingNamed.Contains))
                || !(takesAll || HasToMove(keys, operation));
            if (!waits)
            {
                moving.Add(operation);
                operation.IsBusy = true;
                continue;
            }

            waitingOwn.UnionWith(operation.OwnKeys);
            waitingNamed.UnionWith(operation.NamedKeys);
            if (operation.IsBarrier)
            {
                waitingBarriers.UnionWith(operation.OwnKeys);
            }
        }

        return ([.. moving], [.. erased]);
    }

    private bool HasToMove(IReadOnlyDictionary<string, HeldKeyState> keys, ParkedOperation operation) =>
        operation.IsErasure
        || operation.HasFailed
        || operation.NamedKeys.Length > 0
        || (operation.IsBarrier && services.Side.Parked.HasNaming)
        || operation.OwnKeys.Any(key => keys[key].Rows > 0 || keys[key].Failures > 0);

    private async ValueTask<bool> AppendAsync(ParkedOperation[] moving)
    {
        foreach (ParkedOperation operation in moving)
        {
            // With the place that it has been tried with: what came after it may be in the store already.
            operation.Row = operation.Row?.With(parked: new ParkedState(operation.HasFailed)) ?? Rows.Make(
                operation.Head, operation.Payload, services.Store.NextPosition(), new ParkedState(operation.HasFailed));
            if (operation.Promise is { } promise)
            {
                services.Callers.Expect(operation.Row.Position, promise);
            }
        }

        AppendResult? result = await services.Store
            .AppendAsync([.. moving.Select(static operation => operation.Row!)]).ConfigureAwait(false);
        _hasFailed = result is null;
        int taken = result?.Taken ?? 0;
        NoteTaken(moving.AsSpan(0, taken));
        NoteErased(result?.Erased ?? []);
        foreach (ParkedOperation left in moving.AsSpan(taken))
        {
            services.Callers.Forget(left.Row!.Position);
        }

        Array.ForEach(moving, static operation => operation.IsBusy = false);
        if (taken == moving.Length)
        {
            return true;
        }

        _restUntil = services.After(StoreGateway.RetryDelay);
        return taken > 0;
    }

    private void NoteTaken(ReadOnlySpan<ParkedOperation> taken)
    {
        if (taken.IsEmpty)
        {
            return;
        }

        bool stays = services.Traffic.IsPaused || services.IsStopping;
        foreach (ParkedOperation operation in taken)
        {
            if (operation.Promise is { } promise)
            {
                promise.IsStored = true;
                if (stays || operation.HasFailed || !operation.IsBarrier || promise.EndsWhenStored)
                {
                    services.Callers.AnswerStored(operation.Row!.Position);
                }
            }
        }

        services.Side.MoveToStore(taken.ToArray());
        services.Pulse.NoteMoved();
    }

    private void NoteErased(IReadOnlyList<Operation> erased)
    {
        foreach (Operation row in erased)
        {
            services.Side.SettleRow(row, isDelivered: false);
            services.Callers.Answer(row.Position, DeliveryResult.Rejected(row.Id, RejectionReason.Erased));
        }
    }
}
