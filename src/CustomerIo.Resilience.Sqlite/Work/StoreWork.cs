using CustomerIo.Resilience.Sqlite.Tables;

namespace CustomerIo.Resilience.Sqlite.Work;

/// <summary>One thing the store was asked for, with a result for the one who asked.</summary>
/// <param name="kind">What it does to the file.</param>
/// <param name="action">Does it.</param>
/// <param name="refusal">The result when it adds and the disk is full.</param>
internal sealed class StoreWork<T>(WorkKind kind, Func<StoreTables, T> action, T? refusal = default) : IStoreWork
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    public Task<T> Done => _done.Task;

    public WorkKind Kind => kind;

    public void Run(StoreTables tables) => _result = action(tables);

    public void Succeed() => _done.TrySetResult(_result!);

    public void Refuse() => _done.TrySetResult(refusal!);

    public void Fail(Exception exception) => _done.TrySetException(exception);
}
