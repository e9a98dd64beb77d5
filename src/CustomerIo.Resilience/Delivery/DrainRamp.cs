using CustomerIo.Resilience.Resilience;

namespace CustomerIo.Resilience.Delivery;

/// <summary>
/// How many lanes drain at once: one after trouble, twice as many after each round of successes. Guarded by the drainer's
/// lock.
/// </summary>
internal sealed class DrainRamp(int lanes, FallbackOptions options, RandomSource random)
{
    private const double Jitter = 0.2;

    private TimeSpan _delay = options.DrainDelay;
    private int _successes;

    public int Window { get; private set; } = 1;

    public void Succeed()
    {
        _delay = options.DrainDelay;
        if (++_successes >= Window)
        {
            _successes = 0;
            Window = Math.Min(Window * 2, lanes);
        }
    }

    /// <summary>Narrows the window and gives the time to rest; replicas of an application do not rest equally long.</summary>
    public TimeSpan Fail(TimeSpan? retryAfter)
    {
        _successes = 0;
        Window = Math.Max(Window / 2, 1);
        TimeSpan asked = retryAfter > options.MaxDrainDelay ? options.MaxDrainDelay : retryAfter ?? TimeSpan.Zero;
        TimeSpan delay = asked > _delay ? asked : _delay;
        _delay = TimeSpan.FromTicks(Math.Min(_delay.Ticks * 2, options.MaxDrainDelay.Ticks));
        return delay * (1 + (Jitter * random.NextDouble()));
    }

    /// <summary>How long a single lane rests after its so-manieth failure while the others drain.</summary>
    public TimeSpan DelayForAttempt(int attempt) => TimeSpan.FromTicks(
        (long)Math.Min(options.DrainDelay.Ticks * Math.Pow(2, attempt - 1), options.MaxDrainDelay.Ticks));

    /// <summary>Credentials or address were refused: only a person can mend that, so there is no hurry.</summary>
    public TimeSpan Block()
    {
        Window = 1;
        _successes = 0;
        return options.MaxDrainDelay;
    }
}
