using CustomerIo.Resilience.Delivery.Intake;

namespace CustomerIo.Resilience.Testing.Fakes;

/// <summary>
/// Stands where the delivery engine stands, for one call: what comes through has passed the checks of the real client
/// and has its bytes. It knows the call, so that the record shows what was passed beside what would be sent.
/// </summary>
internal sealed class RecordingSink(OperationLog log, RecordedOperation call) : IOperationSink
{
    public RejectionReason Accept(in OperationHead head, ReadOnlySpan<byte> payload, DeliveryPromise? promise)
    {
        call.Take(head, payload);
        log.AddTaken(call);
        Task<DeliveryResult>? response = log.ResponseTo(call)?.AnswerAsync(call);
        return promise is null ? InBackground(response) : Awaited(response, promise);
    }

    public Task<FlushResult> FlushAsync(TimeSpan deadline, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
            ? Task.FromCanceled<FlushResult>(cancellationToken)
            : Task.FromResult(log.Flush());

    private RejectionReason Awaited(Task<DeliveryResult>? response, DeliveryPromise promise)
    {
        promise.Ending += result => call.Result = result;
        if (response is null)
        {
            promise.TrySetResult(log.DeliverNow(call.Id));
        }
        else
        {
            _ = CompleteAsync(response, promise);
        }

        return RejectionReason.None;
    }

    // The caller is told at once only what the real client knows at once.
    private RejectionReason InBackground(Task<DeliveryResult>? response)
    {
        if (response is null)
        {
            call.Result = DeliveryResult.Queued(call.Id);
        }
        else
        {
            _ = KeepAsync(response);
        }

        if (call.Result is { Reason: RejectionReason.QueueFull or RejectionReason.Stopped } refused)
        {
            return refused.Reason;
        }

        log.AddWaiting(call);
        return RejectionReason.None;
    }

    private async Task CompleteAsync(Task<DeliveryResult> response, DeliveryPromise promise)
    {
        try
        {
            promise.TrySetResult(Stamp(await response.ConfigureAwait(false)));
        }
        catch (Exception exception)
        {
            // The test's own mistake is shown to whoever awaits the call.
            promise.TrySetException(exception);
        }
    }

    private async Task KeepAsync(Task<DeliveryResult> response) =>
        call.Result = Stamp(await response.ConfigureAwait(false));

    private DeliveryResult Stamp(DeliveryResult result) => result.Status switch
    {
        DeliveryStatus.Queued => DeliveryResult.Queued(call.Id),
        DeliveryStatus.Delivered => DeliveryResult.Delivered(call.Id),
        DeliveryStatus.Stored => DeliveryResult.Stored(call.Id),
        DeliveryStatus.Duplicate => result,
        _ => DeliveryResult.Rejected(call.Id, result.Reason, result.Error),
    };
}
