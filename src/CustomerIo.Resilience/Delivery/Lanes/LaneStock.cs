namespace CustomerIo.Resilience.Delivery.Lanes;

/// <summary>What a lane knows, without looking, of what the store has in its order.</summary>
internal sealed class LaneStock
{
    private readonly object _gate = new();
    private readonly PassageQueue _passages = new();
    private long _oldest = long.MaxValue;
    private long _newest;
    private long _newestNaming;
    private long _count;
    private long _changes;
    private int _appending;

    public bool HasAny => Oldest != long.MaxValue;

    /// <summary>A lower bound of the oldest position; the highest number if there is none.</summary>
    public long Oldest => Interlocked.Read(ref _oldest);

    /// <summary>How often something may have come: whether a look at the store is still true.</summary>
    public long Changes
    {
        get
        {
            lock (_gate)
            {
                return _changes;
            }
        }
    }

    /// <summary>Something is on its way into the store: it may have to follow by way of memory.</summary>
    public bool IsAppending
    {
        get
        {
            lock (_gate)
            {
                return _appending > 0;
            }
        }
    }

    public void BeginAppend() => NoteAppend(1);

    public void EndAppend() => NoteAppend(-1);

    /// <summary>The store has operations of the lane.</summary>
    /// <param name="count">How many.</param>
    /// <param name="first">The lowest position.</param>
    /// <param name="last">The highest position.</param>
    /// <param name="mayName">Whether some of them may name people.</param>
    public void Hold(long count, long first, long last, bool mayName)
    {
        lock (_gate)
        {
            _changes++;
            _count += count;
            _oldest = Math.Min(_oldest, first);
            _newest = Math.Max(_newest, last);
            _newestNaming = mayName ? Math.Max(_newestNaming, last) : _newestNaming;
        }
    }

    /// <summary>They are gone, and go out of the lane's books.</summary>
    public void Settle(LaneBooks books, long delivered, long rejected)
    {
        books.SettleStored(delivered, rejected);
        Leave(delivered + rejected);
    }

    /// <summary>They have left the lane: sent, refused, erased, evicted or parked.</summary>
    public void Leave(long count)
    {
        lock (_gate)
        {
            _changes++;
            _count -= count;
        }
    }

    /// <summary>A look at the store showed the oldest operation of the lane.</summary>
    /// <param name="position">Its position; 0 if there is none.</param>
    /// <param name="changes">How often something had come or gone before the look.</param>
    /// <param name="mayBeLost">Nothing that is gone can still be on its way into the books.</param>
    /// <returns>How many operations the store should have had, and has not.</returns>
    public long NoteOldest(long position, long changes, bool mayBeLost)
    {
        long lost = 0;
        lock (_gate)
        {
            if (position > 0)
            {
                _oldest = _changes == changes ? position : Math.Min(position, _oldest);
            }
            else if (_changes == changes && _appending == 0 && (mayBeLost || _count <= 0))
            {
                _oldest = long.MaxValue;
                lost = Math.Max(0, _count);
                _count = 0;
            }
        }

        NoteProgress();
        return lost;
    }

    /// <summary>Everything up to a position has left; nothing is there any more if that was all.</summary>
    public void Pass(long position)
    {
        lock (_gate)
        {
            if (_count <= 0 && _appending == 0 && position >= _newest)
            {
                _oldest = long.MaxValue;
            }
            else if (_oldest <= position)
            {
                _oldest = position + 1;
            }
        }

        NoteProgress();
    }

    /// <summary>Tells a passage when everything up to a position has left.</summary>
    public void WhenPast(Passage passage, long position, bool namingOnly)
    {
        lock (_gate)
        {
            long bound = Math.Min(namingOnly ? _newestNaming : _newest, position);
            if (_oldest <= bound)
            {
                _passages.Add(passage, bound);
            }
        }
    }

    private void NoteAppend(int number)
    {
        lock (_gate)
        {
            _appending += number;
            _changes++;
        }
    }

    private void NoteProgress()
    {
        List<Passage>? past;
        lock (_gate)
        {
            past = _passages.TakePast(_oldest);
        }

        past?.ForEach(static passage => passage.Pass());
    }
}
