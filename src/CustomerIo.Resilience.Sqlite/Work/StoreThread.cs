namespace CustomerIo.Resilience.Sqlite.Work;

/// <summary>
/// The one thread that touches the file. What is asked for while it is busy is done together, in one transaction: the more
/// callers, the fewer waits for the disk each.
/// </summary>
internal sealed class StoreThread : IDisposable
{
    private readonly object _gate = new();
    private readonly Action<IReadOnlyList<IStoreWork>> _execute;
    private readonly Thread _thread;
    private List<IStoreWork> _waiting = [];
    private List<IStoreWork> _spare = [];
    private bool _ended;

    public StoreThread(string name, Action<IReadOnlyList<IStoreWork>> execute)
    {
        _execute = execute;
        _thread = new Thread(Run) { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <summary>Takes work, or gives false when it has ended.</summary>
    public bool TryAdd(IStoreWork work)
    {
        lock (_gate)
        {
            if (!_ended)
            {
                _waiting.Add(work);
                Monitor.Pulse(_gate);
            }

            return !_ended;
        }
    }

    /// <summary>Does what was asked for, then ends.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _ended = true;
            Monitor.Pulse(_gate);
        }

        _thread.Join();
    }

    private void Run()
    {
        while (NextGroup() is { } group)
        {
            Execute(group);
            group.Clear();
            _spare = group;
        }
    }

    // An exception that left the thread would end the process.
    private void Execute(List<IStoreWork> group)
    {
        try
        {
            _execute(group);
        }
        catch (Exception exception)
        {
            group.ForEach(work => work.Fail(exception));
        }
    }

    private List<IStoreWork>? NextGroup()
    {
        lock (_gate)
        {
            while (_waiting.Count == 0)
            {
                if (_ended)
                {
                    return null;
                }

                Monitor.Wait(_gate);
            }

            List<IStoreWork> group = _waiting;
            _waiting = _spare;
            return group;
        }
    }
}
