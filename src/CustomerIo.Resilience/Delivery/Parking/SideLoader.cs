using CustomerIo.Resilience.Delivery.Storing;
using CustomerIo.Resilience.Delivery.Lanes;
using CustomerIo.Resilience.Diagnostics;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Delivery.Parking;

/// <summary>Finds what may be sent now of a held key: its oldest operations, when nothing older is in their way.</summary>
internal sealed class SideLoader(DeliveryServices services)
{
    private const int AroundItems = 16;

    private int MaxRun => services.Options.Delivery.MaxBatchCount;

    /// <summary>Whose turn failed to bring anything, by the keys that they wait for.</summary>
    private readonly Dictionary<string, HashSet<string>> _blocked = new(StringComparer.Ordinal);

    /// <summary>Keys whose first operation could not be read when it was last looked at.</summary>
    private readonly HashSet<string> _unreadable = new(StringComparer.Ordinal);

    /// <summary>Gives nothing when something is in the way; the key gets its next turn by itself.</summary>
    public async ValueTask<IReadOnlyList<SideItem>> LoadAsync(HeldKeyState held, IReadOnlySet<string> busy)
    {
        IReadOnlyList<SideItem> items = held.Rows > 0
            ? await LoadRowsAsync(held).ConfigureAwait(false)
            : LoadMemory(held);
        if (items.Count == 0)
        {
            return items;
        }

        string[] touched = [.. items.SelectMany(static item => item.Touched)];
        if (Array.Exists(touched, busy.Contains))
        {
            Block(held, touched);
            return [];
        }

        return OneRequest(items);
    }

    /// <summary>What a request with them has in its body, at the most.</summary>
    public static long BytesOf(IEnumerable<SideItem> items) => items.Sum(static item => item.Payload.Length + 1L) + AroundItems;

    /// <summary>A request is over: those that waited for its keys get a turn.</summary>
    public void Unblock(IEnumerable<string> touched)
    {
        foreach (string key in touched)
        {
            if (_blocked.Remove(key, out HashSet<string>? waiting))
            {
                foreach (string blocked in waiting)
                {
                    services.Side.Parked.Enqueue(blocked);
                }
            }
        }
    }

    private async ValueTask<IReadOnlyList<SideItem>> LoadRowsAsync(HeldKeyState held)
    {
        Lane lane = services.Lanes.Of(held.Key);
        DecidedRows decided = lane.Decided;
        long firstTried = services.Side.Parked.Ask(_ => held.FirstTried);
        ParkedBatch? batch = await services.Store.ReadParkedAsync(held.Key, MaxRun).ConfigureAwait(false);
        if (batch is null)
        {
            services.Side.Parked.LetGo(held.Key, services.After(StoreGateway.RetryDelay));
            return [];
        }

        if (batch.Operations is not [{ } first, ..])
        {
            services.Side.LoseRows(held, services.Logger);
            services.Side.Parked.LetGo(held.Key, 0);
            return [];
        }

        if (batch.IsBlocked)
        {
            Block(held, new SideItem(held, first, null).Touched);
            return [];
        }

        if (first.Position >= firstTried)
        {
            Block(held, [held.Key]);
            return [];
        }

        if (!decided.Have(first))
        {
            WaitForAppends(held, lane);
            return [];
        }

        NoteReadable(held, first);
        if (first.IsUnreadable)
        {
            services.Side.Parked.LetGo(held.Key, services.After(services.Options.Fallback.MaxDrainDelay));
            return [];
        }

        if (first.Kind.IsBarrier() && !AreLanesPast(held, first.Key, first.SecondKey, first.Position))
        {
            return [];
        }

        if (first.Kind.IsBarrier())
        {
            return [new SideItem(held, first, null)];
        }

        // What was parked at the call may have older operations of its key still on the lane.
        long oldestOnLane = lane.Stock.Oldest;
        if (first.Position >= oldestOnLane && !AreLanesPast(held, first.Key, secondKey: null, first.Position, ownOnly: true))
        {
            return [];
        }

        int count = first.Parked is { HasFailed: true } ? 1 : RunOf(batch.Operations, Math.Min(oldestOnLane, firstTried), decided);
        return [.. batch.Operations.Take(count).Select(row => new SideItem(held, row, null))];
    }

    // Something older of the key is on its way into the store, or was at the look.
    private void WaitForAppends(HeldKeyState held, Lane lane)
    {
        services.Side.Parked.LetGo(held.Key, null);
        Passage passage = new(() => TakeTurn(held.Key));
        lane.WhenPast(passage, services.Settings.Sequences.Last, namingOnly: false);
        passage.Pass();
    }

    private void TakeTurn(string key)
    {
        services.Side.Parked.Enqueue(key);
        services.Side.Signal.Set();
    }

    private void NoteReadable(HeldKeyState held, Operation first)
    {
        if (first.IsUnreadable && _unreadable.Add(held.Key) && _unreadable.Count == 1)
        {
            DeliveryLog.Unreadable(services.Logger);
        }
        else if (!first.IsUnreadable)
        {
            _unreadable.Remove(held.Key);
        }
    }

    private static IReadOnlyList<SideItem> OneRequest(IReadOnlyList<SideItem> items)
    {
        int count = items.Count;
        while (count > 1 && BytesOf(items.Take(count)) > Batch.MaxBodyBytes)
        {
            count--;
        }

        return count == items.Count ? items : [.. items.Take(count)];
    }

    private static int RunOf(IReadOnlyList<Operation> rows, long below, DecidedRows decided)
    {
        int count = 1;
        while (count < rows.Count
            && rows[count].Position < below
            && decided.Have(rows[count])
            && !rows[count].Kind.IsBarrier()
            && !rows[count].Kind.TravelsAlone()
            && !rows[0].Kind.TravelsAlone()
            && rows[count] is { NamedKeys.Count: 0, IsUnreadable: false, Parked: not { HasFailed: true } })
        {
            count++;
        }

        return count;
    }

    private IReadOnlyList<SideItem> LoadMemory(HeldKeyState held)
    {
        ParkedOperation[] run = services.Side.Parked.Ask(rules => RunInMemory(rules.Keys, held));
        if (run is not [{ } first, ..])
        {
            // A lane is not past it yet, it is on its way, or waits for another key; each brings the key back. Else the store takes
            // it first, if it has room.
            if (services.Side.Parked.Ask(_ => held.Memory.Count > 0 && held.Memory.First().Value is { IsReady: true, IsBusy: false }))
            {
                services.Side.Parked.LetGo(held.Key, services.After(StoreGateway.RetryDelay));
                return [];
            }

            Block(held, services.Side.Parked.Ask(_ => TouchedByFirst(held)));
            return [];
        }

        return first.IsBarrier && !AreLanesPast(held, first.Key, first.SecondKey, long.MaxValue)
            ? []
            : [.. run.Select(operation => new SideItem(held, null, operation))];
    }

    private static string[] TouchedByFirst(HeldKeyState held) => held.Memory.Count > 0
        ? [.. new SideItem(held, null, held.Memory.First().Value).Touched]
        : [held.Key];

    private ParkedOperation[] RunInMemory(IReadOnlyDictionary<string, HeldKeyState> keys, HeldKeyState held)
    {
        if (held.Memory.Count == 0 || held.Memory.First().Value is not { } first || !MayBeSent(keys, first))
        {
            return [];
        }

        if (first.IsBarrier || first.HasFailed || first.Head.Kind.TravelsAlone())
        {
            return [first];
        }

        return
        [
            .. held.Memory.Values.Take(MaxRun).TakeWhile(static operation =>
                !operation.IsBarrier && !operation.HasFailed && !operation.IsBusy
                && operation.NamedKeys.Length == 0 && !operation.Head.Kind.TravelsAlone()),
        ];
    }

    private bool MayBeSent(IReadOnlyDictionary<string, HeldKeyState> keys, ParkedOperation operation) =>
        services.Settings.Mode is not StoreMode.WriteAhead
        && operation is { IsReady: true, IsBusy: false, IsErasure: false, NamedKeys.Length: 0 }
        && !(operation.IsBarrier && services.Side.Parked.HasNaming)
        && operation.OwnKeys.All(key => keys[key].Rows == 0 && keys[key].Memory.First().Key == operation.Sequence);

    // What its people's lanes have of it in the store goes first, and what names them elsewhere.
    private bool AreLanesPast(
        HeldKeyState held, string key, string? secondKey, long position, bool ownOnly = false)
    {
        Passage passage = new(() => TakeTurn(held.Key));
        Lane own = services.Lanes.Of(key);
        Lane second = secondKey is null ? own : services.Lanes.Of(secondKey);
        foreach (Lane lane in services.Lanes.All)
        {
            bool isOwn = ReferenceEquals(lane, own) || ReferenceEquals(lane, second);
            if (isOwn || !ownOnly)
            {
                lane.Stock.WhenPast(passage, position, namingOnly: !isOwn);
            }
        }

        if (passage.IsPastAllButOne)
        {
            return true;
        }

        services.Side.Parked.LetGo(held.Key, null);
        passage.Pass();
        return false;
    }

    private void Block(HeldKeyState held, IEnumerable<string> touched)
    {
        services.Side.Parked.LetGo(held.Key, null);
        foreach (string key in touched)
        {
            if (!_blocked.TryGetValue(key, out HashSet<string>? waiting))
            {
                _blocked.Add(key, waiting = new(StringComparer.Ordinal));
            }

            waiting.Add(held.Key);
        }
    }
}
