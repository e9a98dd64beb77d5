using CustomerIo.Resilience.Delivery.Intake;

namespace CustomerIo.Resilience.Delivery.Storing;

/// <summary>
/// Tells callers whose time is over where their operations are, a little early rather than late. It looks again and again only
/// while somebody waits.
/// </summary>
internal sealed class LateAnswers : IDisposable
{
    private const int LooksInTime = 20;

    private static readonly TimeSpan LongestPeriod = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();
    private readonly Queue<DeliveryPromise> _waiting = new();
    private readonly DeliveryServices _services;
    private readonly TimeSpan _period;
    private readonly ITimer _timer;
    private bool _isLooking;

    public LateAnswers(DeliveryServices services)
    {
        _services = services;
        TimeSpan part = services.Settings.CallerTimeout / LooksInTime;
        _period = part < LongestPeriod ? part : LongestPeriod;
        _timer = services.Time.CreateTimer(
            static answers => ((LateAnswers)answers!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Somebody waits for an operation from now on.</summary>
    public void Expect(DeliveryPromise promise, Ulid id)
    {
        promise.OperationId = id;
        promise.Deadline = _services.After(_services.Settings.CallerTimeout);
        bool begins;
        lock (_gate)
        {
            DropEnded();
            _waiting.Enqueue(promise);
            begins = !_isLooking;
            _isLooking = true;
        }

        if (begins)
        {
            _timer.Change(_period, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>The end: tells everybody who still waits.</summary>
    public void AnswerAll(Action<DeliveryPromise> answer)
    {
        lock (_gate)
        {
            while (_waiting.TryDequeue(out DeliveryPromise? promise))
            {
                answer(promise);
            }
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        // The end tells.
        if (_services.Callers.EndsWithProcess)
        {
            return;
        }

        long deadline = _services.After(_period);
        lock (_gate)
        {
            DropEnded();
            while (_waiting.TryPeek(out DeliveryPromise? promise) && promise.Deadline <= deadline)
            {
                _waiting.Dequeue().AnswerWhereItIs();
                DropEnded();
            }

            _isLooking = _waiting.Count > 0;
            if (_isLooking)
            {
                _timer.Change(_period, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void DropEnded()
    {
        while (_waiting.TryPeek(out DeliveryPromise? promise) && promise.HasEnded)
        {
            _waiting.Dequeue();
        }
    }
}
