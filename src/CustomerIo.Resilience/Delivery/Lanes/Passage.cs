namespace CustomerIo.Resilience.Delivery.Lanes;

/// <summary>
/// Something that may go only when lanes are past a point: everything that was called, or stored, before it has left them.
/// </summary>
internal sealed class Passage(Action passed)
{
    // One for whoever registers it with the lanes, so that it cannot end before it is registered with all of them.
    private int _lanes = 1;

    public bool IsPast => Volatile.Read(ref _lanes) == 0;

    /// <summary>No lane has anything in the way; nobody is told.</summary>
    public bool IsPastAllButOne => Volatile.Read(ref _lanes) == 1;

    public void Add() => Interlocked.Increment(ref _lanes);

    /// <summary>A lane is past it, or all lanes are registered.</summary>
    public void Pass()
    {
        if (Interlocked.Decrement(ref _lanes) == 0)
        {
            passed();
        }
    }
}
