using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Native;

namespace CustomerIo.Resilience.Sqlite.Tables;

/// <summary>Dead letters with their total, bounded in number, bytes and age.</summary>
internal sealed class DeadLetters(Database database, StoreTotals totals, StoreBounds bounds)
{
    private readonly DeadLetterTable _table = new(database);
    private readonly DeadLetterSearch _search = new(database);
    private int _expired;
    private int _wereExpired;

    public IReadOnlyList<DeadLetter> List(DeadLetterQuery query, int maxCount)
    {
        Expire();
        return _search.List(query, maxCount);
    }

    public IReadOnlyList<DeadLetterGroup> Group(DeadLetterQuery query)
    {
        Expire();
        return _search.Group(query);
    }

    /// <summary>Keeps a dead letter; one that is there already stays as it is.</summary>
    public void Add(DeadLetter letter)
    {
        if (_table.TryInsert(letter))
        {
            totals.Add(totals.LettersPlace, new Total(1, letter.Operation.Payload.Length));
        }
    }

    public DeadLetter? Take(Ulid id)
    {
        if (_table.Take(id) is not { } letter)
        {
            return null;
        }

        totals.Remove(totals.LettersPlace, new Total(1, letter.Operation.Payload.Length));
        return letter;
    }

    public bool Remove(Ulid id) => NoteRemoved(_table.Remove(id)) > 0;

    /// <summary>Removes those that own or name a key, and gives how many.</summary>
    public int Erase(string key) => totals.Letters.Count == 0 ? 0 : NoteRemoved(_table.Erase(key));

    /// <summary>Lets those go that are too old, then the oldest of too many. Gives how many, with all that expired before.</summary>
    public int Prune()
    {
        Expire();
        int dropped = _expired;
        _expired = 0;
        while ((totals.Letters.Count > bounds.MaxDeadLetters || totals.Letters.Bytes > bounds.MaxDeadLetterBytes)
            && _table.Oldest() is { } oldest)
        {
            dropped += Remove(oldest) ? 1 : 0;
        }

        return dropped;
    }

    public void Commit() => _wereExpired = _expired;

    public void Rollback() => _expired = _wereExpired;

    private void Expire()
    {
        if (totals.Letters.Count > 0)
        {
            _expired += NoteRemoved(_table.Expire(bounds.DeadLettersExpireBefore()));
        }
    }

    private int NoteRemoved(Total removed)
    {
        totals.Remove(totals.LettersPlace, removed);
        return (int)removed.Count;
    }
}
