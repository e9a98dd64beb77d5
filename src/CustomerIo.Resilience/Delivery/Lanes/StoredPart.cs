namespace CustomerIo.Resilience.Delivery.Lanes;

/// <summary>What a lane knows of its part of the store, without looking; guarded by the lane's lock.</summary>
internal sealed class StoredPart
{
    private int _appending;

    /// <summary>A lower bound of the oldest position; the highest number if there is none.</summary>
    public long Oldest { get; private set; } = long.MaxValue;

    /// <summary>The newest position there was.</summary>
    public long Newest { get; private set; }

    /// <summary>The newest position of an operation that names people.</summary>
    public long NewestNaming { get; private set; }

    /// <summary>Begun and ended appends.</summary>
    public long Appends { get; private set; }

    /// <summary>Something is on its way into the store, past memory.</summary>
    public bool IsAppending => _appending > 0;

    public bool HasAny => Oldest != long.MaxValue;

    public void BeginAppend()
    {
        _appending++;
        Appends++;
    }

    public void EndAppend()
    {
        _appending--;
        Appends++;
    }

    public void Hold(long first, long last, bool names)
    {
        Appends++;
        Oldest = Math.Min(Oldest, first);
        Newest = Math.Max(Newest, last);
        NewestNaming = names ? Math.Max(NewestNaming, last) : NewestNaming;
    }

    /// <summary>A look at the store showed what comes first; true if it showed nothing, and that is still so.</summary>
    public bool NoteOldest(long position, long appends)
    {
        if (position > 0)
        {
            Oldest = Math.Min(position, Appends == appends ? position : Oldest);
            return false;
        }

        if (Appends != appends || _appending > 0)
        {
            return false;
        }

        Oldest = long.MaxValue;
        return true;
    }

    /// <summary>Everything up to a position has left; nothing is there any more if that was all.</summary>
    public void Pass(long position, bool wasAll)
    {
        if (wasAll && _appending == 0 && position >= Newest)
        {
            Oldest = long.MaxValue;
        }
        else if (Oldest <= position)
        {
            Oldest = position + 1;
        }
    }
}
