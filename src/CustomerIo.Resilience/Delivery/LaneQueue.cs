using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Delivery;

/// <summary>The pages of one lane that wait in memory, the last of them open; guarded by the lane's lock.</summary>
internal sealed class LaneQueue(PagePool pool, TimeProvider time)
{
    private readonly List<Page> _pages = [];

    public bool IsEmpty => _pages.Count == 0;

    public bool HasClosedPages => _pages.Count > 1;

    public Page First => _pages[0];

    public long FirstSequence => _pages.Count > 0 ? _pages[0].FirstSequence : long.MaxValue;

    public long LastSequence => _pages.Count > 0 ? _pages[^1].Entries[^1].Sequence : 0;

    public void Add(in OperationHead head, long sequence, ReadOnlySpan<byte> payload, DeliveryPromise? promise)
    {
        if (_pages.Count == 0 || !_pages[^1].Accepts(head, payload.Length))
        {
            Page page = pool.Rent();
            page.OpenedAt = time.GetTimestamp();
            _pages.Add(page);
        }

        _pages[^1].Add(head, sequence, payload, promise);
    }

    public Page Dequeue()
    {
        Page first = _pages[0];
        _pages.RemoveAt(0);
        return first;
    }

    public void PutBack(Page page) => _pages.Insert(0, page);

    public void Hurry()
    {
        foreach (Page page in _pages)
        {
            page.IsUrgent = true;
        }
    }

    /// <summary>Takes out what waits for one person or object and a later erasure makes pointless.</summary>
    public List<PageEntry> Erase(EntityKey key)
    {
        List<PageEntry> erased = [];
        for (int index = _pages.Count - 1; index >= 0; index--)
        {
            int before = erased.Count;
            Collect(_pages[index], key, erased);
            if (erased.Count > before)
            {
                Replace(index, key);
            }
        }

        return erased;
    }

    private static void Collect(Page page, EntityKey key, List<PageEntry> erased)
    {
        foreach (ref readonly PageEntry entry in page.Entries)
        {
            if (IsErased(entry, key))
            {
                erased.Add(entry);
            }
        }
    }

    private static bool IsErased(PageEntry entry, EntityKey key) =>
        entry.Head.Kind.IsErasable() && entry.Head.Key.Equals(key);

    private void Replace(int index, EntityKey key)
    {
        Page rest = pool.Rent();
        _pages[index].CopyUnsettled(rest, entry => !IsErased(entry, key));
        pool.Return(_pages[index]);
        if (rest.Count > 0)
        {
            _pages[index] = rest;
            return;
        }

        _pages.RemoveAt(index);
        pool.Return(rest);
    }
}
