using CustomerIo.Resilience.Sqlite.Tables;

namespace CustomerIo.Resilience.Sqlite.Work;

/// <summary>One thing the store was asked for, with a result for the one who asked.</summary>
/// <param name="kind">What it does to the file.</param>
/// <param name="action">Does it.</param>
internal sealed class StoreWork<T>(WorkKind kind, Func<StoreTables, T> action) : IStoreWork
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    public Task<T> Done => _done.Task;

    public WorkKind Kind => kind;

    public bool TryNarrow() => false;

    public void Run(StoreTables tables) => _result = action(tables);

    public void Succeed() => _done.TrySetResult(_result!);

    public void Refuse() => _done.TrySetResult(default!);

    public void Fail(Exception exception)
    {
        _done.TrySetException(exception);

        // Nobody may wait for it: the store asks for some things itself.
        _ = _done.Task.Exception;
    }
}
