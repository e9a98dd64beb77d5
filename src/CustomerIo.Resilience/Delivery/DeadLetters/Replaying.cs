using CustomerIo.Resilience.Delivery.Lanes;
using CustomerIo.Resilience.Diagnostics;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Delivery.DeadLetters;

/// <summary>Moves dead letters to the end of their lanes, or behind what holds their keys, within the store.</summary>
internal sealed class Replaying(DeliveryServices services)
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    /// <summary>Returns how many were moved; the others were dead letters no more.</summary>
    public async Task<int> RunAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken)
    {
        foreach (Operation barrier in letters.Select(static letter => letter.Operation).Where(static row => row.Kind.IsBarrier()))
        {
            await WaitForMemoryAsync(barrier, cancellationToken).ConfigureAwait(false);
        }

        Operation[] rows = [.. letters.Select(letter => Place(letter.Operation))];
        Count(rows, 1);
        try
        {
            return Take(rows, await services.Store.Store.ReplayAsync(rows, cancellationToken).ConfigureAwait(false));
        }
        catch
        {
            // It may have happened all the same.
            _ = AskAgainAsync(rows);
            throw;
        }
    }

    private async Task AskAgainAsync(Operation[] rows)
    {
        while (!services.IsStopping)
        {
            await Task.Delay(RetryDelay, services.Time, services.StopSending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                Take(rows, await services.Store.Store.ReplayAsync(rows, services.StopSending).ConfigureAwait(false));
                return;
            }
            catch (Exception exception)
            {
                DeliveryLog.StoreFailed(services.Logger, exception);
            }
        }
    }

    private int Take(Operation[] rows, IReadOnlyList<Operation> moved)
    {
        HashSet<Ulid> ids = [.. moved.Select(static row => row.Id)];
        Withdraw([.. rows.Where(row => !ids.Contains(row.Id))]);
        foreach (Operation row in rows.Where(row => ids.Contains(row.Id)))
        {
            Take(row);
        }

        return moved.Count;
    }

    // What was called before it and still waits in memory has to be in the store, or gone, before it gets its place.
    private async Task WaitForMemoryAsync(Operation row, CancellationToken cancellationToken)
    {
        TaskCompletionSource past = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Passage passage = new(() => past.TrySetResult());
        long sequence = services.Settings.Sequences.Next();
        int own = row.LaneOf(services.Lanes.Count);
        int second = row.SecondKey is null ? own : OperationKey.LaneOf(row.SecondKey, services.Lanes.Count);
        foreach (Lane lane in services.Lanes.All)
        {
            lane.WhenPast(passage, sequence, namingOnly: lane.Index != own && lane.Index != second);
        }

        passage.Pass();
        await past.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private Operation Place(Operation letter)
    {
        bool parks = services.Side.Parked.ReserveForReplay(letter);
        return letter.With(
            position: services.Store.NextPosition(), parked: parks ? new ParkedState(HasFailed: false) : null);
    }

    // In the books before the store has them, for they can be sent as soon as it has.
    private void Count(IReadOnlyList<Operation> rows, int each)
    {
        foreach (Operation row in rows)
        {
            LaneOf(row).Books.Restore(each);
        }
    }

    private Lane LaneOf(Operation row) => services.Lanes[row.LaneOf(services.Lanes.Count)];

    private void Withdraw(IReadOnlyList<Operation> rows)
    {
        Count(rows, -1);
        foreach (Operation row in rows.Where(static row => row.Parked is not null))
        {
            foreach (string key in row.OwnKeys)
            {
                services.Side.Parked.Unreserve(key);
            }
        }
    }

    private void Take(Operation row)
    {
        Lane lane = LaneOf(row);
        if (row.Parked is not null)
        {
            services.Side.AddRow(row);
        }
        else
        {
            lane.Stock.Hold(1, row.Position, row.Position, row.NamedKeys.Count > 0);
            lane.Wake();
        }

        if (row.Kind.IsErasure())
        {
            services.Pulse.ErasureEnds(row.Key);
        }
    }
}
