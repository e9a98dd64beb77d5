using CustomerIo.Resilience.Delivery.Intake;
using CustomerIo.Resilience.Delivery.Lanes;
using CustomerIo.Resilience.Delivery.Parking;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Delivery;

/// <summary>
/// Takes operations straight into the store, on the caller's own time: a blocked caller waits for the store's thread and for
/// nobody else's. While the store fails they wait in memory and follow.
/// </summary>
internal sealed class WriteAheadIntake(DeliveryServices services)
{
    private static readonly CustomerIoError StoreFull = new(
        "The fallback store has no room. Try again later, raise Fallback.MaxCount or MaxBytes, or make room on the disk.");

    public RejectionReason Accept(in OperationHead head, ReadOnlySpan<byte> payload, DeliveryPromise? promise)
    {
        Lane lane = services.Lanes.For(head.Key);
        if (!services.Store.IsOpen || lane.TryBeginAppend(head, payload.Length) is not (long sequence, long position))
        {
            return lane.Accept(head, payload, promise);
        }

        // What it follows may move to the store before it is asked whether to follow; what is parked gets a place after that.
        bool isParked = services.Side.Parked.LookAt(head, sequence) is Look.Park;
        OperationHead copy = head;
        bool follows = isParked && services.Side.Parked.Ask(rules => rules.HasToFollow(copy, sequence));
        Operation row = Rows.Make(
            head,
            payload.ToArray(),
            isParked ? services.Store.NextPosition() : position,
            isParked ? new ParkedState(HasFailed: false) : null);
        Appending appending = new(lane, head, row, sequence, promise);
        if (follows)
        {
            Park(appending, tried: null);
            lane.EndAppend();
            return RejectionReason.None;
        }

        if (promise is not null)
        {
            services.Callers.Expect(row.Position, promise);
        }

        if (promise is { IsBlocking: true })
        {
            Finish(appending, services.Store.AppendBlocking([row]));
        }
        else
        {
            _ = AppendAsync(appending);
        }

        return RejectionReason.None;
    }

    private async Task AppendAsync(Appending appending) =>
        Finish(appending, await services.Store.AppendAsync([appending.Row]).ConfigureAwait(false));

    private void Finish(Appending appending, AppendResult? result)
    {
        try
        {
            Book(appending, result);
        }
        finally
        {
            appending.Lane.EndAppend();
        }
    }

    private void Book(Appending appending, AppendResult? result)
    {
        (Lane lane, OperationHead head, Operation row, long sequence, DeliveryPromise? promise) = appending;
        if (result is null)
        {
            // Whether it was stored is in doubt: it follows by way of memory, with the same place, until the store answers.
            services.Callers.Forget(row.Position);
            Follow(appending);
            return;
        }

        if (result.Taken == 0)
        {
            services.Callers.Forget(row.Position);
            Refuse(appending);
            return;
        }

        if (promise is not null)
        {
            promise.IsStored = true;
        }

        if (row.Parked is null)
        {
            lane.Stock.Hold(1, row.Position, row.Position, head.Others is not null);
            lane.Books.Settle(sequence, row.Payload.Length, DeliveryStatus.Stored);
            lane.Decide(sequence);
        }
        else
        {
            services.Side.TakeAppended(lane, sequence, row);
        }

        services.Pulse.NoteMoved();
        if (promise is { EndsWhenStored: true } || row.Parked is not null || services.Traffic.IsPaused || services.IsStopping)
        {
            services.Callers.AnswerStored(row.Position);
        }
    }

    private void Follow(Appending appending)
    {
        if (appending.Row.Parked is not null)
        {
            Park(appending, appending.Row);
        }
        else
        {
            appending.Lane.Follow(appending.Head, appending.Sequence, appending.Row, appending.Promise);
        }
    }

    // The side lane stores what is parked in memory in the order of the calls.
    private void Park(Appending appending, Operation? tried)
    {
        (Lane lane, OperationHead head, Operation row, long sequence, DeliveryPromise? promise) = appending;
        services.Side.TakeFromLane(lane, new ParkedOperation(head, sequence, row.Payload.ToArray(), promise) { Row = tried });
    }

    private void Refuse(Appending appending)
    {
        (Lane lane, _, Operation row, long sequence, DeliveryPromise? promise) = appending;
        lane.Books.Settle(sequence, row.Payload.Length, DeliveryStatus.Rejected);
        lane.Decide(sequence);
        if (row.Parked is not null)
        {
            services.Side.Parked.Unreserve(row.Key);
        }

        promise?.TrySetResult(DeliveryResult.Rejected(row.Id, RejectionReason.StoreFull, StoreFull));
    }

    private sealed record Appending(
        Lane Lane, OperationHead Head, Operation Row, long Sequence, DeliveryPromise? Promise);
}
