namespace CustomerIo.Resilience.Sqlite.Work;

/// <summary>
/// The one thread that touches the file. What is asked for while it is busy is done together, in one transaction: the more
/// callers, the fewer waits for the disk each.
/// </summary>
internal sealed class StoreThread
{
    private readonly object _gate = new();
    private readonly Action<IReadOnlyList<IStoreWork>> _execute;
    private readonly Action _end;
    private readonly Thread _thread;
    private List<IStoreWork> _waiting = [];
    private List<IStoreWork> _busy = [];
    private bool _ended;

    /// <param name="name">The thread's name.</param>
    /// <param name="execute">Does a group of work.</param>
    /// <param name="end">The last thing that the thread does.</param>
    public StoreThread(string name, Action<IReadOnlyList<IStoreWork>> execute, Action end)
    {
        _execute = execute;
        _end = end;
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

    /// <summary>
    /// Does what was asked for, then ends. Gives false if that takes too long: what is not done then has failed for those who
    /// asked for it, whether or not it happens later.
    /// </summary>
    public bool End(TimeSpan timeout)
    {
        lock (_gate)
        {
            _ended = true;
            Monitor.Pulse(_gate);
        }

        if (_thread.Join(timeout))
        {
            return true;
        }

        IStoreWork[] undone;
        lock (_gate)
        {
            undone = [.. _busy, .. _waiting];
            _waiting.Clear();
        }

        Array.ForEach(undone, static work => work.Fail(new IOException("The disk does not answer, and the store has ended.")));
        return false;
    }

    private void Run()
    {
        while (NextGroup() is { } group)
        {
            Execute(group);
        }

        _end();
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
            _busy.Clear();
            while (_waiting.Count == 0)
            {
                if (_ended)
                {
                    return null;
                }

                Monitor.Wait(_gate);
            }

            (_busy, _waiting) = (_waiting, _busy);
            return _busy;
        }
    }
}
