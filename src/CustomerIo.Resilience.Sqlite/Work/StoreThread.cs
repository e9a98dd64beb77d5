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

    public Task<T> DoAsync<T>(StoreWork<T> work)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_ended, typeof(SqliteFallbackStore));
            _waiting.Add(work);
            Monitor.Pulse(_gate);
        }

        return work.Done;
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
            _execute(group);
            group.Clear();
            _spare = group;
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
