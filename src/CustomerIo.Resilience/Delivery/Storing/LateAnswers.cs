using CustomerIo.Resilience.Delivery.Lanes;

namespace CustomerIo.Resilience.Delivery.Storing;

/// <summary>
/// Tells callers whose time is over where their operations are, a little early rather than late. It looks again and again only
/// while somebody waits.
/// </summary>
internal sealed class LateAnswers : IDisposable
{
    private const int LooksInTime = 20;

    private static readonly TimeSpan LongestPeriod = TimeSpan.FromSeconds(1);

    private readonly DeliveryServices _services;
    private readonly TimeSpan _period;
    private readonly ITimer _timer;
    private int _isLooking;

    public LateAnswers(DeliveryServices services)
    {
        _services = services;
        TimeSpan part = services.Settings.CallerTimeout / LooksInTime;
        _period = part < LongestPeriod ? part : LongestPeriod;
        _timer = services.Time.CreateTimer(
            static answers => ((LateAnswers)answers!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Somebody waits from now on.</summary>
    public void Expect()
    {
        if (Volatile.Read(ref _isLooking) == 0 && Interlocked.Exchange(ref _isLooking, 1) == 0)
        {
            _timer.Change(_period, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        // Who begins to wait from here on, begins the next look.
        Interlocked.Exchange(ref _isLooking, 0);
        if (_services.Callers.EndsWithProcess)
        {
            return;
        }

        long deadline = _services.After(_period);
        bool doesAnyWait = _services.Side.AnswerLate(deadline);
        foreach (Lane lane in _services.Lanes.All)
        {
            doesAnyWait |= lane.AnswerLate(deadline);
        }

        if (doesAnyWait)
        {
            Expect();
        }
    }
}
