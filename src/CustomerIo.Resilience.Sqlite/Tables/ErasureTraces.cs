using CustomerIo.Resilience.Sqlite.Native;

namespace CustomerIo.Resilience.Sqlite.Tables;

/// <summary>
/// What deleted rows can leave in the file although SQLite overwrites them: pages keep old copies of rows that moved to another
/// page. A table without rows is overwritten as a whole, and a small one is written anew.
/// </summary>
internal sealed class ErasureTraces
{
    // As much as is written anew in some tenths of a second; a longer table waits until it is shorter.
    private static readonly Total MostAnew = new(20_000, 8_000_000);

    private readonly StoreTotals _totals;
    private readonly WaitingTables _waiting;
    private readonly Statement _save;
    private readonly TableRewrite _parked;
    private readonly TableRewrite _letters;
    private readonly HashSet<int> _places = [];
    private bool _isSaved;
    private bool _wasSaved;

    public ErasureTraces(Database database, StoreTotals totals, WaitingTables waiting)
    {
        (_totals, _waiting) = (totals, waiting);
        _save = new Statement(database, "UPDATE openings SET has_traces = ?1");
        _parked = new TableRewrite(database, StoreTotals.ParkedName, "parked_names", "position");
        _letters = new TableRewrite(database, StoreTotals.LettersName, "dead_letter_names", "number");
        _isSaved = _wasSaved = database.Number("SELECT has_traces FROM openings") != 0;
        if (_isSaved)
        {
            Note();
        }
    }

    /// <summary>Whether the log has what the file has not any more.</summary>
    public bool IsInLog { get; private set; }

    /// <summary>Whether there is something that can be done now.</summary>
    public bool IsDue => IsInLog || _places.Any(IsSmall);

    /// <summary>Somebody was erased, or an erasure itself is done: everything may have traces of it.</summary>
    public void Note()
    {
        IsInLog = true;
        for (int place = 0; place <= _totals.LettersPlace; place++)
        {
            _places.Add(place);
        }
    }

    /// <summary>Removes what can be removed now; inside a transaction.</summary>
    public void Remove()
    {
        foreach (int place in _places.Where(IsSmall).ToArray())
        {
            if (place < _totals.Lanes)
            {
                _waiting.TryWipe(place);
            }
            else
            {
                (place == _totals.ParkedPlace ? _parked : _letters).Run();
            }

            _places.Remove(place);
        }
    }

    /// <summary>The log was emptied.</summary>
    public void NoteLogEmptied() => IsInLog = false;

    /// <summary>A process that is killed leaves it to the next.</summary>
    public void Write()
    {
        if (_isSaved != _places.Count > 0)
        {
            _isSaved = !_isSaved;
            _save.Bind(1, _isSaved ? 1L : 0L);
            _save.Run();
        }
    }

    public void Commit() => _wasSaved = _isSaved;

    /// <summary>More is looked at than has to be, if at all.</summary>
    public void Rollback()
    {
        _isSaved = _wasSaved;
        if (_isSaved)
        {
            Note();
        }
    }

    private bool IsSmall(int place) => place < _totals.Lanes
        ? _totals[place].Count == 0
        : _totals[place].Count <= MostAnew.Count && _totals[place].Bytes <= MostAnew.Bytes;
}
