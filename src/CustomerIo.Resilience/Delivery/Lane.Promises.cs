namespace CustomerIo.Resilience.Delivery;

/// <content>Callers who wait for the delivery of what passes through the store first.</content>
internal sealed partial class Lane
{
    /// <summary>A page is about to be stored: whoever waits for a delivery from it keeps waiting, unless there is trouble.</summary>
    public void ExpectDelivery(Page page)
    {
        if (_settings.Role is StoreRole.Journal)
        {
            lock (Gate)
            {
                if (!IsDiverted)
                {
                    _promises.Expect(page);
                }
            }
        }
    }

    /// <summary>Draining fails: what the store has of this lane may have to stay there for a while.</summary>
    public void DivertIfStored()
    {
        bool isStored;
        lock (Gate)
        {
            isStored = HasStored;
        }

        if (isStored)
        {
            Divert();
        }
    }

    /// <summary>A page's operations left the store, those whose fate is known.</summary>
    public void Tell(Page page)
    {
        if (_settings.Role is not StoreRole.Journal)
        {
            return;
        }

        foreach (ref readonly PageEntry entry in page.Entries)
        {
            if (entry.Result.Status is not DeliveryStatus.Queued)
            {
                TakePromised(entry.Sequence)?.Promise.TrySetResult(entry.Result);
            }
        }
    }

    /// <summary>The store let an operation go to make room.</summary>
    public void TellEvicted(long sequence)
    {
        if (TakePromised(sequence) is { } promised)
        {
            promised.Promise.TrySetResult(DeliveryResult.Rejected(promised.Id, RejectionReason.Evicted));
        }
    }

    /// <summary>What waited in the store for a person before a sequence was erased.</summary>
    public void TellErased(EntityKey key, long beforeSequence)
    {
        IReadOnlyList<Promised> erased;
        lock (Gate)
        {
            erased = _promises.TakeOf(key, beforeSequence);
        }

        foreach (Promised promised in erased)
        {
            promised.Promise.TrySetResult(DeliveryResult.Rejected(promised.Id, RejectionReason.Erased));
        }
    }

    /// <summary>The drainer has come to the end of what is stored: there is no trouble any more.</summary>
    public void CatchUp()
    {
        if (_settings.Role is StoreRole.Journal)
        {
            lock (Gate)
            {
                IsDiverted = false;
            }
        }
    }

    private Promised? TakePromised(long sequence)
    {
        lock (Gate)
        {
            return _promises.Take(sequence);
        }
    }

    private bool GoesOnWaiting(in PageEntry entry)
    {
        if (_settings.Role is not StoreRole.Journal)
        {
            return false;
        }

        lock (Gate)
        {
            if (entry.Result.Status is DeliveryStatus.Stored && !IsDiverted)
            {
                return _promises.Confirm(entry.Sequence);
            }

            _promises.Forget(entry.Sequence);
            return false;
        }
    }
}
