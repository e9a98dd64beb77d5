using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Tables;

namespace CustomerIo.Resilience.Sqlite.Work;

/// <summary>Appends operations. On a full disk it is still the deletes and suppressions before the first other.</summary>
internal sealed class AppendWork(IReadOnlyList<Operation> operations) : IStoreWork
{
    private static readonly AppendResult NothingTaken = new() { Taken = 0 };

    private readonly TaskCompletionSource<AppendResult> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _onlyErasures;
    private AppendResult? _result;

    public Task<AppendResult> Done => _done.Task;

    public WorkKind Kind => _onlyErasures ? WorkKind.Removes : WorkKind.Adds;

    public bool TryNarrow()
    {
        bool isNarrowed = !_onlyErasures && operations.Count > 0 && operations[0].Kind.IsErasure();
        _onlyErasures |= isNarrowed;
        return isNarrowed;
    }

    public void Run(StoreTables tables) => _result = tables.Append(operations, _onlyErasures);

    public void Succeed() => _done.TrySetResult(_result!);

    public void Refuse() => _done.TrySetResult(NothingTaken);

    public void Fail(Exception exception) => _done.TrySetException(exception);
}
