using CustomerIo.Resilience.Sqlite.Files;

namespace CustomerIo.Resilience.Sqlite.Work;

/// <summary>
/// When what erased people have left in the file is removed: right after it came to be, but not more often than once a second, and
/// not for more than a small part of the time.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="space">Whether there is room for it.</param>
/// <param name="time">The clock.</param>
/// <param name="wake">Called when it is time: to let the store's thread come here.</param>
internal sealed class TraceRemoval(StoreFile file, DiskSpace space, TimeProvider time, Action wake) : IDisposable
{
    private const int PausesForDuration = 20;

    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);

    private ITimer? _timer;
    private long? _last;
    private TimeSpan _pause;

    /// <summary>The store's thread has done something.</summary>
    public void Look()
    {
        if (!file.HasTraces)
        {
            return;
        }

        TimeSpan rest = _last is { } last ? _pause - time.GetElapsedTime(last) : TimeSpan.Zero;
        if (rest <= TimeSpan.Zero && !space.IsFull)
        {
            rest = Remove();
        }

        if (file.HasTraces)
        {
            _timer?.Dispose();
            _timer = time.CreateTimer(
                _ => wake(), null, rest > TimeSpan.Zero ? rest : ShortestPause, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>The store ends: there is no later.</summary>
    public void End()
    {
        if (file.HasTraces)
        {
            Remove();
        }
    }

    public void Dispose() => _timer?.Dispose();

    private TimeSpan Remove()
    {
        long started = time.GetTimestamp();
        try
        {
            file.RemoveTraces();
        }
        catch (Exception)
        {
            // A disk that is full or damaged shows itself to the next that has to be done; this is tried again.
        }

        _last = time.GetTimestamp();
        TimeSpan pause = time.GetElapsedTime(started) * PausesForDuration;
        return _pause = pause > ShortestPause ? pause : ShortestPause;
    }
}
