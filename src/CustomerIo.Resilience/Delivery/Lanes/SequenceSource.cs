namespace CustomerIo.Resilience.Delivery.Lanes;

/// <summary>Ascending numbers: the order of calls in this process, or the positions of the store.</summary>
internal sealed class SequenceSource
{
    private long _last;

    public long Last => Interlocked.Read(ref _last);

    public long Next() => Interlocked.Increment(ref _last);

    /// <summary>Never gives a number that is not above <paramref name="number"/> again.</summary>
    public void StartAbove(long number)
    {
        long last = Interlocked.Read(ref _last);
        while (number > last)
        {
            long seen = Interlocked.CompareExchange(ref _last, number, last);
            last = seen == last ? number : seen;
        }
    }
}
