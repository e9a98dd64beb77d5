using CustomerIo.Resilience.Delivery.Lanes;
using CustomerIo.Resilience.Delivery.Parking;
using CustomerIo.Resilience.Delivery.Sending;
using CustomerIo.Resilience.Diagnostics;
using CustomerIo.Resilience.Fallback;
using Microsoft.Extensions.Logging;

namespace CustomerIo.Resilience.Delivery.Storing;

/// <summary>
/// Opens the store once, before the first operation leaves memory, and hands what it has to the lanes. A store that cannot be
/// opened is tried again and again; after a while lanes that need not wait for it go on without.
/// </summary>
internal sealed class StoreOpening(
    StoreGateway gateway, LaneSet lanes, SideLane side, SequenceSource positions, DeliveryPulse pulse, ILogger logger) : IDisposable
{
    private const int LettersAPage = 500;

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _hasBegun;

    /// <summary>Ends when lanes may begin.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Why the store is not open, though it was tried; null while there is no trouble.</summary>
    public string? Failure { get; private set; }

    /// <summary>Opens it, or throws what the store throws.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!gateway.IsOpen)
            {
                Restore(await gateway.Store.OpenAsync(lanes.Count, cancellationToken).ConfigureAwait(false));
                gateway.NoteOpen();
                Failure = null;
                WakeAll();
                _ready.TrySetResult();
                await RememberRefusedErasuresAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Begins to open it, trying until it can; for applications that use the client without starting a host.</summary>
    /// <param name="goOnAfter">When lanes may begin all the same; null is never.</param>
    /// <param name="time">The clock.</param>
    /// <param name="stop">Gives up.</param>
    public void Begin(TimeSpan? goOnAfter, TimeProvider time, CancellationToken stop)
    {
        if (Interlocked.Exchange(ref _hasBegun, 1) == 0 && !gateway.IsOpen)
        {
            _ = OpenPatientlyAsync(goOnAfter, time, stop);
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task OpenPatientlyAsync(TimeSpan? goOnAfter, TimeProvider time, CancellationToken stop)
    {
        long began = time.GetTimestamp();
        while (!gateway.IsOpen && !stop.IsCancellationRequested)
        {
            try
            {
                await OpenAsync(CancellationToken.None).ConfigureAwait(false);
            }
            catch (ObjectDisposedException)
            {
                break;
            }
            catch (Exception exception)
            {
                Failure = "it cannot be opened; the log says why.";
                DeliveryLog.StoreFailed(logger, exception);
                if (goOnAfter <= time.GetElapsedTime(began))
                {
                    _ready.TrySetResult();
                }

                await Task.Delay(StoreGateway.RetryDelay, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        _ready.TrySetResult();
    }

    private void WakeAll()
    {
        foreach (Lane lane in lanes.All)
        {
            lane.Wake();
        }

        side.Signal.Set();
    }

    // A refused delete or suppress is owed to somebody, and a restart does not settle it: health has to say so again.
    private async Task RememberRefusedErasuresAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (OperationKind kind in new[] { OperationKind.Delete, OperationKind.Suppress })
            {
                IReadOnlyList<DeadLetter> page = await gateway.Store
                    .ListDeadLettersAsync(new DeadLetterQuery { Kind = kind }, LettersAPage, cancellationToken)
                    .ConfigureAwait(false);
                foreach (DeadLetter letter in page)
                {
                    pulse.ErasureFails(letter.Operation.Key);
                }
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // What waits can go out all the same.
            DeliveryLog.StoreFailed(logger, exception);
        }
    }

    private void Restore(StoreContents contents)
    {
        positions.StartAbove(contents.NewestPosition);
        side.Restore(contents);
        foreach (LaneBacklog lane in contents.Lanes)
        {
            if (lane.Count > 0)
            {
                // Nobody knows which of them name people.
                lanes[lane.Lane].Books.Restore(lane.Count);
                lanes[lane.Lane].Stock.Hold(lane.Count, lane.OldestPosition, lane.NewestPosition, mayName: true);
            }
        }

        long waiting = contents.Parked + contents.Lanes.Sum(static lane => lane.Count);
        if (waiting > 0)
        {
            DeliveryLog.Restored(logger, waiting);
        }
    }
}
