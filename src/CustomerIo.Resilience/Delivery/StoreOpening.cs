using CustomerIo.Resilience.Diagnostics;
using CustomerIo.Resilience.Fallback;
using Microsoft.Extensions.Logging;

namespace CustomerIo.Resilience.Delivery;

/// <summary>Opens the store once, before the first operation leaves memory, and hands its backlog to the lanes.</summary>
internal sealed class StoreOpening(
    IFallbackStore store, LaneSet lanes, SequenceSource sequences, DeliveryPulse pulse, ILogger logger) : IDisposable
{
    private const int LettersAPage = 500;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile bool _isOpen;

    /// <summary>Opens it, or throws what the store throws.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_isOpen)
            {
                Restore(await store.OpenAsync(cancellationToken).ConfigureAwait(false));
                await RememberRefusedErasuresAsync(cancellationToken).ConfigureAwait(false);
                _isOpen = true;
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Opens it, trying until it can; for applications that use the client without starting a host.</summary>
    public async ValueTask OpenPatientlyAsync(TimeProvider time, CancellationToken stop)
    {
        while (!_isOpen && !stop.IsCancellationRequested)
        {
            try
            {
                await OpenAsync(CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                DeliveryLog.StoreFailed(logger, exception);
                await Task.Delay(RetryDelay, time, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    public void Dispose() => _gate.Dispose();

    // A refused delete or suppress is owed to somebody, and a restart does not settle it: health has to say so again.
    private async Task RememberRefusedErasuresAsync(CancellationToken cancellationToken)
    {
        try
        {
            Ulid? after = null;
            IReadOnlyList<DeadLetter> page;
            do
            {
                page = await store.ListDeadLettersAsync(after, LettersAPage, cancellationToken).ConfigureAwait(false);
                foreach (Operation operation in page.Select(static letter => letter.Operation))
                {
                    after = operation.Id;
                    if (operation.Kind.IsErasure())
                    {
                        pulse.ErasureFails(EntityKey.Parse(operation.Key));
                    }
                }
            }
            while (page.Count == LettersAPage);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // What waits can go out all the same.
            DeliveryLog.StoreFailed(logger, exception);
        }
    }

    private void Restore(IReadOnlyList<LaneBacklog> backlog)
    {
        foreach (LaneBacklog lane in backlog)
        {
            lanes[lane.Lane].Restore(lane);
            sequences.StartAbove(lane.NewestSequence);
        }

        if (backlog.Count > 0)
        {
            DeliveryLog.Restored(logger, backlog.Sum(static lane => lane.Count));
        }
    }
}
