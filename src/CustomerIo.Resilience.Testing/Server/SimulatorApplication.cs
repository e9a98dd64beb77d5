using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>What Kestrel calls for each request: read it, number it, spoil or handle it, answer.</summary>
internal sealed class SimulatorApplication(
    CustomerIoSimulatorOptions options,
    FaultPlan faults,
    RequestRecorder recorder,
    Router router,
    ChangeSignal changes) : IHttpApplication<IFeatureCollection>
{
    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
    }

    public async Task ProcessRequestAsync(IFeatureCollection context)
    {
        var aborted = context.GetRequiredFeature<IHttpRequestLifetimeFeature>().RequestAborted;
        try
        {
            if (options.Discard && !faults.IsActive)
            {
                await DiscardAsync(context, aborted).ConfigureAwait(false);
            }
            else
            {
                await HandleAsync(context, aborted).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // The client went away, or the simulator stopped: there is nobody to answer.
        }
    }

    private async Task DiscardAsync(IFeatureCollection context, CancellationToken aborted)
    {
        recorder.Discarded(await BodyReader.CountAsync(context, aborted).ConfigureAwait(false));
        await ReplyWriter.WriteAsync(context, router.Discard(context)).ConfigureAwait(false);
        changes.Pulse();
    }

    private async Task HandleAsync(IFeatureCollection context, CancellationToken aborted)
    {
        var request = context.GetRequiredFeature<IHttpRequestFeature>();
        var target = RequestTarget.Parse(request.RawTarget);
        var body = await BodyReader.ReadAsync(context, aborted).ConfigureAwait(false);
        var record = recorder.Arrived(request, target, body);
        var fault = faults.Decide(new FaultRequest(record.Method, record.Path, body));
        record.Fault = fault?.Fault;
        var exchange = new Exchange(record, target, body, request.Headers.ContentType.ToString(), fault);
        try
        {
            if (await BeginAsync(context, fault, aborted).ConfigureAwait(false) is { } spoilt)
            {
                await AnswerAsync(context, record, spoilt).ConfigureAwait(false);
                return;
            }

            await AcceptAsync(context, exchange, record, fault?.Fault, aborted).ConfigureAwait(false);
        }
        finally
        {
            changes.Pulse();
            options.OnRequest?.Invoke(record);
        }
    }

    /// <summary>What the fault does before the request is looked at; an answer means that it never is.</summary>
    private async Task<Reply?> BeginAsync(IFeatureCollection context, PlayedFault? played, CancellationToken aborted)
    {
        if (played is not { Fault: { } fault })
        {
            return null;
        }

        if (fault.Delay > TimeSpan.Zero)
        {
            await Task.Delay(fault.Delay, options.TimeProvider, aborted).ConfigureAwait(false);
        }

        switch (fault.Kind)
        {
            case FaultKind.Hang:
                await faults.HangAsync(aborted).ConfigureAwait(false);
                return null;
            case FaultKind.ResetBeforeAcceptance:
                context.GetRequiredFeature<IHttpRequestLifetimeFeature>().Abort();
                throw new OperationCanceledException("The connection was reset on purpose.");
            case FaultKind.Status:
                return FaultReplies.Status(fault, options.TimeProvider);
            case FaultKind.Garbage when !fault.IsAccepted:
                return FaultReplies.Garbage(fault);
            default:
                return null;
        }
    }

    private async Task AcceptAsync(
        IFeatureCollection context,
        Exchange exchange,
        RecordedRequest record,
        Fault? fault,
        CancellationToken aborted)
    {
        aborted.ThrowIfCancellationRequested();
        var reply = options.Discard ? router.Discard(context) : router.Route(context, exchange);
        record.IsAccepted = reply.IsAccepted;
        switch (fault?.Kind)
        {
            case FaultKind.ResetAfterAcceptance:
                context.GetRequiredFeature<IHttpRequestLifetimeFeature>().Abort();
                break;
            case FaultKind.SlowBody:
                record.StatusCode = reply.Status;
                await ReplyWriter.DribbleAsync(context, reply, fault.BytePause, options.TimeProvider, aborted)
                    .ConfigureAwait(false);
                break;
            case FaultKind.Garbage when reply.IsAccepted:
                await AnswerAsync(context, record, FaultReplies.Garbage(fault)).ConfigureAwait(false);
                break;
            default:
                await AnswerAsync(context, record, reply).ConfigureAwait(false);
                break;
        }
    }

    private static ValueTask AnswerAsync(IFeatureCollection context, RecordedRequest record, Reply reply)
    {
        record.StatusCode = reply.Status;
        return ReplyWriter.WriteAsync(context, reply);
    }
}
