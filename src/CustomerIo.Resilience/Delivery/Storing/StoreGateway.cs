using CustomerIo.Resilience.Delivery.Lanes;
using CustomerIo.Resilience.Diagnostics;
using CustomerIo.Resilience.Fallback;
using Microsoft.Extensions.Logging;

namespace CustomerIo.Resilience.Delivery.Storing;

/// <summary>
/// The store, for those who go on without it when it fails: a failure is logged and is no exception. Positions are drawn here.
/// </summary>
internal sealed class StoreGateway(IFallbackStore store, SequenceSource positions, ILogger logger)
{
    private readonly object _gate = new();
    private readonly HashSet<Operation> _doubtful = [];
    private volatile bool _isOpen;
    private int _isFull;

    public IFallbackStore Store => store;

    public bool IsOpen => _isOpen;

    public bool IsDurable => store.IsDurable;

    public void NoteOpen() => _isOpen = true;

    public long NextPosition() => positions.Next();

    /// <summary>Appends; null if it failed, which may have happened all the same.</summary>
    public async ValueTask<AppendResult?> AppendAsync(IReadOnlyList<Operation> operations)
    {
        if (!_isOpen)
        {
            return null;
        }

        try
        {
            AppendResult result = await store.AppendAsync(operations, default).ConfigureAwait(false);
            NoteAppended(operations, result);
            return result;
        }
        catch (Exception exception)
        {
            NoteDoubtful(operations, exception);
            return null;
        }
    }

    /// <summary>Same, blocking this thread until the store's own has done it; no other thread is needed.</summary>
    public AppendResult? AppendBlocking(IReadOnlyList<Operation> operations)
    {
        try
        {
            // Write-ahead calls of the synchronous tracker come back only when the disk has the operation.
#pragma warning disable VSTHRD002
            AppendResult result = store.AppendAsync(operations, default).AsTask().GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
            NoteAppended(operations, result);
            return result;
        }
        catch (Exception exception)
        {
            NoteDoubtful(operations, exception);
            return null;
        }
    }

    /// <summary>Changes; null if it failed.</summary>
    public async ValueTask<ChangeResult?> ApplyAsync(StoreChanges changes)
    {
        if (!_isOpen)
        {
            return null;
        }

        try
        {
            ChangeResult result = await store.ApplyAsync(changes, default).ConfigureAwait(false);
            if (result.Dropped > 0)
            {
                DeliveryLog.DeadLettersDropped(logger, result.Dropped);
            }

            return result;
        }
        catch (Exception exception)
        {
            DeliveryLog.StoreFailed(logger, exception);
            return null;
        }
    }

    /// <summary>The head of a lane; null if the store failed.</summary>
    public async ValueTask<IReadOnlyList<Operation>?> ReadAsync(int lane, long after, int maxCount)
    {
        try
        {
            return await store.ReadAsync(lane, after, maxCount, Batch.MaxBodyBytes, default).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            DeliveryLog.StoreFailed(logger, exception);
            return null;
        }
    }

    /// <summary>What is parked of a key; null if the store failed.</summary>
    public async ValueTask<ParkedBatch?> ReadParkedAsync(string key, int maxCount, int maxBytes = Batch.MaxBodyBytes)
    {
        try
        {
            return await store.ReadParkedAsync(key, maxCount, maxBytes, default).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            DeliveryLog.StoreFailed(logger, exception);
            return null;
        }
    }

    /// <summary>Whether the store may have an operation that is still in memory.</summary>
    public bool IsDoubtful(Operation operation)
    {
        lock (_gate)
        {
            return _doubtful.Contains(operation);
        }
    }

    private void NoteDoubtful(IReadOnlyList<Operation> operations, Exception exception)
    {
        DeliveryLog.StoreFailed(logger, exception);
        lock (_gate)
        {
            _doubtful.UnionWith(operations);
        }
    }

    private void NoteAppended(IReadOnlyList<Operation> operations, AppendResult result)
    {
        lock (_gate)
        {
            if (_doubtful.Count > 0)
            {
                _doubtful.ExceptWith(operations);
            }
        }

        int refused = operations.Count - result.Taken;
        bool isFull = refused > 0;
        if (Interlocked.Exchange(ref _isFull, isFull ? 1 : 0) == (isFull ? 1 : 0))
        {
            return;
        }

        if (isFull)
        {
            DeliveryLog.StoreFull(logger, refused);
        }
        else
        {
            DeliveryLog.StoreHasRoom(logger);
        }
    }
}
