namespace CustomerIo.Resilience.Delivery;

/// <summary>What requests told about Customer.io lately; read by the drainer and by health.</summary>
internal sealed class DeliveryPulse(TimeProvider time)
{
    private long _successes;
    private long _lastSuccessAt;
    private int _blockedStatus;

    /// <summary>Requests that ended with a known fate for every operation.</summary>
    public long Successes => Interlocked.Read(ref _successes);

    public DateTimeOffset? LastSuccessAt => Interlocked.Read(ref _lastSuccessAt) is var ticks and not 0
        ? new DateTimeOffset(ticks, TimeSpan.Zero)
        : null;

    /// <summary>The status by which the server refused credentials or address, such as 401; 0 while all is well.</summary>
    public int BlockedStatus => Volatile.Read(ref _blockedStatus);

    /// <summary>A delete or suppress that the server keeps failing on; it is never given up.</summary>
    public bool IsErasureFailing { get; set; }

    /// <summary>Takes note of a request; true if it is the first to be refused since the last success.</summary>
    public bool Note(SendVerdict verdict)
    {
        switch (verdict.Kind)
        {
            case SendVerdictKind.Done:
                Interlocked.Increment(ref _successes);
                Interlocked.Exchange(ref _lastSuccessAt, time.GetUtcNow().UtcTicks);
                Volatile.Write(ref _blockedStatus, 0);
                return false;
            case SendVerdictKind.Blocked:
                return Interlocked.Exchange(ref _blockedStatus, verdict.Status) == 0;
            default:
                return false;
        }
    }
}
