namespace CustomerIo.Resilience.Torture.Mixed.Running;

/// <summary>
/// When everything was well: the server, the keys, the disk and the process, and all of them for as long as recovery takes.
/// </summary>
internal sealed class FairTime
{
    private readonly List<(DateTime From, DateTime To)> _times = [];
    private readonly Lock _gate = new();
    private DateTime? _from;

    /// <summary>Takes up a time that was well.</summary>
    public void Add(DateTime from, DateTime to)
    {
        lock (_gate)
        {
            _times.Add((from, to));
        }
    }

    /// <summary>From now on, or in so long, everything is well.</summary>
    public void Begin(DateTime now, TimeSpan recovery)
    {
        lock (_gate)
        {
            _from = now + recovery;
        }
    }

    /// <summary>From now on something is wrong.</summary>
    public void End(DateTime now)
    {
        lock (_gate)
        {
            if (_from is { } from && from < now)
            {
                _times.Add((from, now));
            }

            _from = null;
        }
    }

    /// <summary>How much of the time between was fair.</summary>
    public TimeSpan Within(DateTime from, DateTime to)
    {
        lock (_gate)
        {
            return new TimeSpan(_times.Sum(time => Math.Max(
                0, Math.Min(time.To.Ticks, to.Ticks) - Math.Max(time.From.Ticks, from.Ticks))));
        }
    }
}
