using CustomerIo.Resilience.Delivery.Intake;
using CustomerIo.Resilience.Delivery.Lanes;
using CustomerIo.Resilience.Delivery.Parking;
using CustomerIo.Resilience.Delivery.Storing;
using CustomerIo.Resilience.Diagnostics;

namespace CustomerIo.Resilience.Delivery;

/// <summary>How delivery ends: what can be sent in time is sent, the rest stored, everybody told, and the store closed.</summary>
internal sealed class Stopping(
    DeliveryServices services, CancellationTokenSource stopSending, SideLoop side, LateAnswers callers)
{
    // Sending has been stopped by then, so only the store can keep stopping waiting.
    private static readonly TimeSpan StoreDeadline = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(20);

    private static readonly CustomerIoError EndsWithProcess = new(
        "The process is stopping and the fallback store is in memory: the operation ends with it. Use a durable store, or give " +
        "stopping more time.");

    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly object _gate = new();
    private Task? _stop;

    /// <summary>Ends when nothing is sent or stored any more.</summary>
    public Task Stopped => _stopped.Task;

    /// <summary>The loops of the lanes; null before they run.</summary>
    public Task? Loops { get; set; }

    /// <summary>Asked again, it gives the same task.</summary>
    public Task StopAsync(TimeSpan sendFor, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return _stop ??= Task.Run(() => StopCoreAsync(sendFor, cancellationToken), CancellationToken.None);
        }
    }

    /// <summary>Same, on this thread, and without sending anything more.</summary>
    public void StopBlocking()
    {
#pragma warning disable VSTHRD002 // A container that is disposed of without waiting has no other way.
        StopAsync(TimeSpan.Zero, CancellationToken.None).Wait(StoreDeadline + StoreDeadline);
#pragma warning restore VSTHRD002
    }

    private async Task StopCoreAsync(TimeSpan sendFor, CancellationToken cancellationToken)
    {
        LaneFigures before = FiguresNow();
        services.Callers.EndsWithProcess = !services.Store.IsDurable;
        foreach (Lane lane in services.Lanes.All)
        {
            lane.Stop();
        }

        services.Side.Parked.Stop();
        if (sendFor > TimeSpan.Zero && Loops is not null)
        {
            await SendAsync(sendFor, cancellationToken).ConfigureAwait(false);
        }

        side.StoreAll();
        await stopSending.CancelAsync().ConfigureAwait(false);
        foreach (Lane lane in services.Lanes.All)
        {
            lane.Wake();
        }

        services.Side.Signal.Set();
        if (Loops is { } running)
        {
            await EndAsync(running).ConfigureAwait(false);
        }

        _stopped.TrySetResult();
        callers.AnswerAll(Answer);
        await EndAsync(PayAsync()).ConfigureAwait(false);
        Report(before);
        await EndAsync(services.Store.Store.DisposeAsync().AsTask()).ConfigureAwait(false);
    }

    private async Task SendAsync(TimeSpan sendFor, CancellationToken cancellationToken)
    {
        long started = services.Time.GetTimestamp();
        try
        {
            await Flushing.RunAsync(services, sendFor, Stopped, cancellationToken).ConfigureAwait(false);
            if (!services.Store.IsDurable)
            {
                await DrainAsync(sendFor - services.Time.GetElapsedTime(started), cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // What is left is stored.
        }
    }

    private async Task DrainAsync(TimeSpan sendFor, CancellationToken cancellationToken)
    {
        long deadline = services.After(sendFor);
        while (HasToSend && services.Time.GetTimestamp() < deadline)
        {
            await Task.Delay(LookAgain, services.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    // What failed by itself may do so for ever.
    private bool HasToSend => services.Lanes.HaveStored
        || services.Side.Parked.Ask(static rules => rules.Keys.Values.Any(static held => held is { Rows: > 0, IsBlamed: false }));

    private async Task PayAsync()
    {
        long deadline = services.After(StoreDeadline);
        while (!await services.Store.PayAsync().ConfigureAwait(false) && services.Time.GetTimestamp() < deadline)
        {
            await Task.Delay(StoreGateway.RetryDelay, services.Time).ConfigureAwait(false);
        }
    }

    private async Task EndAsync(Task task)
    {
        try
        {
            await task.WaitAsync(StoreDeadline, services.Time, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // The store does not answer, or cannot be closed; the report says what it holds.
            DeliveryLog.StoreFailed(services.Logger, exception);
        }
    }

    private void Answer(DeliveryPromise promise) => promise.TrySetResult(promise.IsStored && services.Store.IsDurable
        ? DeliveryResult.Stored(promise.OperationId)
        : DeliveryResult.Rejected(promise.OperationId, RejectionReason.Stopped, EndsWithProcess));

    private LaneFigures FiguresNow() => services.Lanes.Figures;

    private void Report(LaneFigures before)
    {
        LaneFigures now = FiguresNow();
        DeliveryLog.Stopped(
            services.Logger,
            now.Delivered - before.Delivered,
            Math.Max(0, now.Stored - before.Stored),
            now.Rejected - before.Rejected,
            now.InMemory,
            now.Stored);
        long lost = now.InMemory + (services.Store.IsDurable ? 0 : now.Stored);
        if (lost > 0)
        {
            DeliveryLog.LostAtExit(services.Logger, lost);
        }
    }
}
