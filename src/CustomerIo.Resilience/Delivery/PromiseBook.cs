namespace CustomerIo.Resilience.Delivery;

/// <summary>
/// Callers of one lane who wait for delivery while their operation is on its way through the store; guarded by the lane's
/// lock. They are told outside of it, with what the methods give.
/// </summary>
internal sealed class PromiseBook
{
    private readonly Dictionary<long, Promised> _bySequence = [];

    /// <summary>Before a page is stored: from then on the drainer may deliver its operations at any time.</summary>
    public void Expect(Page page)
    {
        foreach (ref readonly PageEntry entry in page.Entries)
        {
            if (!entry.IsSettled && entry.Promise is { EndsWhenStored: false } promise)
            {
                _bySequence[entry.Sequence] = new Promised(promise, entry.Head.Id, entry.Head.Key);
            }
        }
    }

    /// <summary>An operation was stored: gives whether its caller goes on waiting.</summary>
    public bool Confirm(long sequence)
    {
        if (_bySequence.TryGetValue(sequence, out Promised? promised))
        {
            promised.IsStored = true;
            return true;
        }

        return false;
    }

    /// <summary>The caller of an operation is told otherwise, or not yet.</summary>
    public void Forget(long sequence) => _bySequence.Remove(sequence);

    public Promised? Take(long sequence) => _bySequence.Remove(sequence, out Promised? promised) ? promised : null;

    /// <summary>Those who wait for operations of one person before a sequence.</summary>
    public IReadOnlyList<Promised> TakeOf(EntityKey key, long beforeSequence) =>
        Take(pair => pair.Key < beforeSequence && pair.Value.Key.Equals(key));

    /// <summary>Those whose operations are in the store, where they may have to stay for a while.</summary>
    public IReadOnlyList<Promised> TakeStored() => Take(static pair => pair.Value.IsStored);

    private Promised[] Take(Func<KeyValuePair<long, Promised>, bool> isTaken)
    {
        if (_bySequence.Count == 0)
        {
            return [];
        }

        KeyValuePair<long, Promised>[] taken = [.. _bySequence.Where(isTaken)];
        foreach (KeyValuePair<long, Promised> pair in taken)
        {
            _bySequence.Remove(pair.Key);
        }

        return [.. taken.Select(static pair => pair.Value)];
    }
}
