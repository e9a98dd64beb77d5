using CustomerIo.Resilience.Delivery.Storing;
using CustomerIo.Resilience.Delivery.Lanes;
using CustomerIo.Resilience.Diagnostics;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Delivery.DeadLetters;

/// <summary>Moves dead letters to the end of their lanes, or behind what holds their keys, within the store.</summary>
internal sealed class Replaying(DeliveryServices services)
{
    /// <summary>Returns how many were moved; the others were dead letters no more.</summary>
    public async Task<int> RunAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken)
    {
        foreach (Operation barrier in letters.Select(static letter => letter.Operation).Where(static row => row.Kind.IsBarrier()))
        {
            await WaitForMemoryAsync(barrier, cancellationToken).ConfigureAwait(false);
        }

        Moving[] moving = [.. letters.Select(letter => Begin(letter.Operation))];
        try
        {
            return End(moving, await ReplayAsync(moving, cancellationToken).ConfigureAwait(false));
        }
        catch
        {
            // It may have happened all the same.
            _ = AskAgainAsync(moving);
            throw;
        }
    }

    private ValueTask<IReadOnlyList<Operation>> ReplayAsync(Moving[] moving, CancellationToken cancellationToken) =>
        services.Store.Store.ReplayAsync([.. moving.Select(static one => one.Row)], cancellationToken);

    // Until the store has answered nothing of these is used, so that it answers the second time as it would have the first.
    private async Task AskAgainAsync(Moving[] moving)
    {
        while (!services.IsStopping)
        {
            await Task.Delay(StoreGateway.RetryDelay, services.Time, services.StopSending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                End(moving, await ReplayAsync(moving, services.StopSending).ConfigureAwait(false));
                return;
            }
            catch (Exception exception)
            {
                DeliveryLog.StoreFailed(services.Logger, exception);
            }
        }

        Array.ForEach(moving, static one => Array.ForEach(one.Places, static place => place.Lane.EndAppend()));
    }

    private int End(Moving[] moving, IReadOnlyList<Operation> moved)
    {
        HashSet<Ulid> ids = [.. moved.Select(static row => row.Id)];
        foreach (Moving one in moving)
        {
            if (ids.Contains(one.Row.Id))
            {
                Take(one.Row);
            }
            else
            {
                Withdraw(one.Row);
            }

            foreach ((Lane lane, long sequence) in one.Places)
            {
                lane.Decide(sequence);
                lane.EndAppend();
            }
        }

        return moved.Count;
    }

    // What was called before it and still waits in memory has to be in the store, or gone, before it gets its place.
    private async Task WaitForMemoryAsync(Operation row, CancellationToken cancellationToken)
    {
        TaskCompletionSource past = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Passage passage = new(() => past.TrySetResult());
        Lane? second = row.SecondKey is null ? null : services.Lanes.Of(row.SecondKey);
        services.Lanes.WhenPast(passage, services.Settings.Sequences.Next(), services.Lanes.Of(row.Key), second);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, services.StopSending);
        await past.Task.WaitAsync(either.Token).ConfigureAwait(false);
    }

    // In the books before the store has it, for what an append evicts may be it.
    private Moving Begin(Operation letter)
    {
        Lane[] lanes = [.. letter.OwnKeys.Select(services.Lanes.Of).Distinct()];
        (Lane, long)[] places =
        [
            .. lanes.SelectMany(lane => letter.OwnKeys.Select(
                key => (lane, lane.BeginReplay(OperationKey.HashOf(key), letter.NamedKeys.Count > 0)))),
        ];
        bool parks = services.Side.Parked.ReserveForReplay(letter);
        services.Lanes.Of(letter.Key).Books.Restore(1);
        return new Moving(
            letter.With(position: services.Store.NextPosition(), parked: parks ? new ParkedState(HasFailed: false) : null), places);
    }

    private void Withdraw(Operation row)
    {
        services.Lanes.Of(row.Key).Books.Restore(-1);
        foreach (string key in row.Parked is null ? [] : row.OwnKeys)
        {
            services.Side.Parked.Unreserve(key);
        }
    }

    private void Take(Operation row)
    {
        if (row.Parked is not null)
        {
            services.Side.AddRow(row);
        }
        else
        {
            services.Lanes.Of(row.Key).Stock.Hold(1, row.Position, row.Position, row.NamedKeys.Count > 0);
        }

        if (row.Kind.IsErasure())
        {
            services.Pulse.ErasureEnds(row.Key);
        }
    }

    private sealed record Moving(Operation Row, (Lane Lane, long Sequence)[] Places);
}
