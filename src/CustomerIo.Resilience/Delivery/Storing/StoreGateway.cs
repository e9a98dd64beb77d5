using CustomerIo.Resilience.Delivery.Lanes;
using CustomerIo.Resilience.Diagnostics;
using CustomerIo.Resilience.Fallback;
using Microsoft.Extensions.Logging;

namespace CustomerIo.Resilience.Delivery.Storing;

/// <summary>
/// The store, for those who go on without it when it fails: a failure is logged and is no exception. Positions are drawn here.
/// </summary>
internal sealed class StoreGateway : IDisposable
{
    /// <summary>How long whoever it failed waits before asking it again.</summary>
    public static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly SequenceSource _positions;
    private readonly ILogger _logger;
    private readonly OwedChanges _owed;
    private volatile bool _isOpen;
    private int _isFull;
    private int _appending;

    public StoreGateway(IFallbackStore store, SequenceSource positions, TimeProvider time, ILogger logger)
    {
        Store = store;
        _positions = positions;
        _logger = logger;
        _owed = new OwedChanges(ApplyAsync, time);
    }

    public IFallbackStore Store { get; }

    public bool IsOpen => _isOpen;

    public bool IsDurable => Store.IsDurable;

    public void NoteOpen() => _isOpen = true;

    public long NextPosition() => _positions.Next();

    /// <summary>An append is under way, or what it evicted is not yet booked.</summary>
    public bool IsAppending => Volatile.Read(ref _appending) > 0;

    /// <summary>Books what an append evicted.</summary>
    public required Action<IReadOnlyList<Operation>> Evicted { get; init; }

    /// <summary>Appends; null if it failed, which may have happened all the same.</summary>
    public async ValueTask<AppendResult?> AppendAsync(IReadOnlyList<Operation> operations)
    {
        // What is owed first: it could be evicted, or erased, and be booked twice.
        if (!_isOpen || !await PayAsync().ConfigureAwait(false))
        {
            return null;
        }

        Interlocked.Increment(ref _appending);
        try
        {
            return Book(operations, await Store.AppendAsync(operations, default).ConfigureAwait(false));
        }
        catch (Exception exception)
        {
            DeliveryLog.StoreFailed(_logger, exception);
            return null;
        }
        finally
        {
            Interlocked.Decrement(ref _appending);
        }
    }

    /// <summary>Same, blocking this thread until the store's own has done it; no other thread is needed.</summary>
    public AppendResult? AppendBlocking(IReadOnlyList<Operation> operations)
    {
        if (!_isOpen || !_owed.IsEmpty)
        {
            return null;
        }

        Interlocked.Increment(ref _appending);
        try
        {
            // Write-ahead calls of the synchronous tracker come back only when the disk has the operation.
#pragma warning disable VSTHRD002
            return Book(operations, Store.AppendAsync(operations, default).AsTask().GetAwaiter().GetResult());
#pragma warning restore VSTHRD002
        }
        catch (Exception exception)
        {
            DeliveryLog.StoreFailed(_logger, exception);
            return null;
        }
        finally
        {
            Interlocked.Decrement(ref _appending);
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
            ChangeResult result = await Store.ApplyAsync(changes, default).ConfigureAwait(false);
            if (result.Dropped > 0)
            {
                DeliveryLog.DeadLettersDropped(_logger, result.Dropped);
            }

            return result;
        }
        catch (Exception exception)
        {
            DeliveryLog.StoreFailed(_logger, exception);
            return null;
        }
    }

    /// <summary>
    /// Makes changes to what has been sent, refused or erased: now, or as soon as the store answers, and before anything else is
    /// read from it. Null if they are owed.
    /// </summary>
    public async ValueTask<ChangeResult?> SettleAsync(StoreChanges changes)
    {
        ChangeResult? result = await PayAsync().ConfigureAwait(false) ? await ApplyAsync(changes).ConfigureAwait(false) : null;
        if (result is null)
        {
            Owe(changes);
        }

        return result;
    }

    public void Dispose() => _owed.Dispose();

    /// <summary>Makes the changes that are owed; false if the store cannot make them.</summary>
    public ValueTask<bool> PayAsync() => _owed.MakeAsync();

    /// <summary>The head of a lane; null if the store failed.</summary>
    public ValueTask<IReadOnlyList<Operation>?> ReadAsync(int lane, long after, int maxCount) =>
        LookAsync(store => store.ReadAsync(lane, after, maxCount, Batch.MaxBodyBytes, default));

    /// <summary>What is parked of a key; null if the store failed.</summary>
    public ValueTask<ParkedBatch?> ReadParkedAsync(string key, int maxCount, int maxBytes = Batch.MaxBodyBytes) =>
        LookAsync(store => store.ReadParkedAsync(key, maxCount, maxBytes, default));

    private async ValueTask<T?> LookAsync<T>(Func<IFallbackStore, ValueTask<T>> look)
        where T : class
    {
        try
        {
            return _isOpen && await PayAsync().ConfigureAwait(false) ? await look(Store).ConfigureAwait(false) : null;
        }
        catch (Exception exception)
        {
            DeliveryLog.StoreFailed(_logger, exception);
            return null;
        }
    }

    // What the store never had is kept nowhere then: memory would fill with it.
    private void Owe(StoreChanges changes)
    {
        DeadLetter[] stored = [.. changes.DeadLetters.Where(static letter => letter.Operation.Position > 0)];
        if (stored.Length < changes.DeadLetters.Count)
        {
            DeliveryLog.DeadLettersLost(_logger, changes.DeadLetters.Count - stored.Length);
        }

        if (stored.Length + changes.Completed.Count > 0)
        {
            Operation[] completed = [.. changes.Completed.Select(static row => row.With(payload: ReadOnlyMemory<byte>.Empty))];
            _owed.Add(new StoreChanges { Completed = completed, DeadLetters = stored });
        }
    }

    private AppendResult Book(IReadOnlyList<Operation> operations, AppendResult result)
    {
        Evicted(result.Evicted);
        NoteRoom(operations, result);
        return result;
    }

    private void NoteRoom(IReadOnlyList<Operation> operations, AppendResult result)
    {
        int refused = operations.Count - result.Taken;
        bool isFull = refused > 0;
        if (Interlocked.Exchange(ref _isFull, isFull ? 1 : 0) == (isFull ? 1 : 0))
        {
            return;
        }

        if (isFull)
        {
            DeliveryLog.StoreFull(_logger, refused);
        }
        else
        {
            DeliveryLog.StoreHasRoom(_logger);
        }
    }
}
