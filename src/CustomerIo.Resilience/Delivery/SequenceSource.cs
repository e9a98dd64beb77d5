namespace CustomerIo.Resilience.Delivery;

/// <summary>
/// The order of calls. It starts from the clock, so that a restarted process counts on above what the store still has from
/// the former one; there is room for a million operations in each millisecond between the two.
/// </summary>
internal sealed class SequenceSource(TimeProvider time)
{
    private const int PerMillisecondBits = 20;

    private long _last = time.GetUtcNow().ToUnixTimeMilliseconds() << PerMillisecondBits;

    public long Next() => Interlocked.Increment(ref _last);

    /// <summary>Never gives a number that is not above <paramref name="sequence"/> again.</summary>
    public void StartAbove(long sequence)
    {
        long last = Interlocked.Read(ref _last);
        while (sequence > last)
        {
            last = Interlocked.CompareExchange(ref _last, sequence, last) is var seen && seen == last ? sequence : seen;
        }
    }
}
