using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Tests.Support;

/// <summary>
/// A store that says it is durable, as far as the tests of one process can tell, and that takes nothing while told so.
/// </summary>
internal sealed class RoomyStore(FallbackOptions? options = null) : IFallbackStore
{
    private static readonly AppendResult NothingTaken = new() { Taken = 0 };

    private readonly InMemoryFallbackStore _inner = new(options ?? new FallbackOptions(), TimeProvider.System);
    private volatile Exception? _failure;
    private volatile Exception? _failureAfter;
    private volatile bool _isFull;
    private volatile bool _isGone;

    public bool IsDurable => true;

    /// <summary>Takes nothing, and says so.</summary>
    public bool IsFull
    {
        get => _isFull;
        set => _isFull = value;
    }

    /// <summary>What appending throws.</summary>
    public Exception? Failure
    {
        get => _failure;
        set => _failure = value;
    }

    /// <summary>What appending throws once, after it has happened.</summary>
    public Exception? FailureAfter
    {
        get => _failureAfter;
        set => _failureAfter = value;
    }

    /// <summary>What the answer to the next append waits for, once, after it has happened.</summary>
    public Task? Withheld { get; set; }

    /// <summary>What happens before an append does, or instead, if it throws.</summary>
    public Func<IReadOnlyList<Operation>, Task>? BeforeAppend { get; set; }

    /// <summary>What happens after an append, before its answer.</summary>
    public Func<IReadOnlyList<Operation>, Task>? AfterAppend { get; set; }

    /// <summary>Everything but opening and closing fails.</summary>
    public bool IsGone
    {
        get => _isGone;
        set => _isGone = value;
    }

    /// <summary>What replaying throws once, after it has happened.</summary>
    public Exception? FailureAfterReplay { get; set; }

    /// <summary>Is told what was read of a lane.</summary>
    public Action<int, IReadOnlyList<Operation>>? Reading { get; set; }

    /// <summary>What reading waits for.</summary>
    public Task Readable { get; set; } = Task.CompletedTask;

    /// <summary>How often a replay was asked for.</summary>
    public int Replays { get; private set; }

    /// <summary>What opening throws.</summary>
    public Exception? OpenFailure { get; set; }

    public ValueTask<StoreContents> OpenAsync(int lanes, CancellationToken cancellationToken) =>
        OpenFailure is { } failure ? throw failure : _inner.OpenAsync(lanes, cancellationToken);

    public async ValueTask<AppendResult> AppendAsync(
        IReadOnlyList<Operation> operations, CancellationToken cancellationToken)
    {
        if (Failure is { } failure)
        {
            throw failure;
        }

        if (IsFull)
        {
            return NothingTaken;
        }

        await (BeforeAppend?.Invoke(operations) ?? Task.CompletedTask);
        Task? withheld = Withheld;
        Withheld = null;
        AppendResult result = await _inner.AppendAsync(operations, cancellationToken);
        await (withheld ?? Task.CompletedTask);
        await (AfterAppend?.Invoke(operations) ?? Task.CompletedTask);
        ThrowIfGone();
        if (FailureAfter is { } after)
        {
            FailureAfter = null;
            throw after;
        }

        return result;
    }

    public async ValueTask<IReadOnlyList<Operation>> ReadAsync(
        int lane, long after, int maxCount, int maxBytes, CancellationToken cancellationToken)
    {
        await Readable.WaitAsync(cancellationToken);
        ThrowIfGone();
        IReadOnlyList<Operation> rows = await _inner.ReadAsync(lane, after, maxCount, maxBytes, cancellationToken);
        Reading?.Invoke(lane, rows);
        return rows;
    }

    public ValueTask<ParkedBatch> ReadParkedAsync(
        string key, int maxCount, int maxBytes, CancellationToken cancellationToken)
    {
        ThrowIfGone();
        return _inner.ReadParkedAsync(key, maxCount, maxBytes, cancellationToken);
    }

    public ValueTask<ChangeResult> ApplyAsync(StoreChanges changes, CancellationToken cancellationToken)
    {
        ThrowIfGone();
        return _inner.ApplyAsync(changes, cancellationToken);
    }

    public ValueTask<IReadOnlyList<DeadLetter>> ListDeadLettersAsync(
        DeadLetterQuery query, int maxCount, CancellationToken cancellationToken) =>
        _inner.ListDeadLettersAsync(query, maxCount, cancellationToken);

    public ValueTask<IReadOnlyList<DeadLetterGroup>> GroupDeadLettersAsync(
        DeadLetterQuery query, CancellationToken cancellationToken) => _inner.GroupDeadLettersAsync(query, cancellationToken);

    public async ValueTask<IReadOnlyList<Operation>> ReplayAsync(
        IReadOnlyList<Operation> operations, CancellationToken cancellationToken)
    {
        Replays++;
        IReadOnlyList<Operation> replayed = await _inner.ReplayAsync(operations, cancellationToken);
        if (FailureAfterReplay is { } failure)
        {
            FailureAfterReplay = null;
            throw failure;
        }

        return replayed;
    }

    public ValueTask<int> RemoveDeadLettersAsync(IReadOnlyList<Ulid> ids, CancellationToken cancellationToken) =>
        _inner.RemoveDeadLettersAsync(ids, cancellationToken);

    public StoreStatistics GetStatistics() => _inner.GetStatistics();

    public ValueTask DisposeAsync() => _inner.DisposeAsync();

    private void ThrowIfGone()
    {
        if (IsGone)
        {
            throw new IOException("the disk is gone");
        }
    }
}
