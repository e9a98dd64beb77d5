using CustomerIo.Resilience.Sqlite.Native;

namespace CustomerIo.Resilience.Sqlite.Tables;

/// <summary>
/// How much each table has, kept with the rows in the same transaction, so that opening need not count a million of them. Lanes
/// by their numbers, then what is parked, then dead letters.
/// </summary>
internal sealed class StoreTotals
{
    public const string ParkedName = "parked";
    public const string LettersName = "dead_letters";

    private readonly Statement _update;
    private readonly string[] _names;
    private readonly Total[] _working;
    private readonly Total[] _committed;
    private readonly HashSet<int> _changed = [];

    public StoreTotals(Database database, int lanes)
    {
        _update = new Statement(database, "UPDATE totals SET count = ?2, bytes = ?3, checksum = ?4 WHERE name = ?1");
        Lanes = lanes;
        _names = [.. Enumerable.Range(0, lanes).Select(LaneTable.NameOf), ParkedName, LettersName];
        Dictionary<string, Total> found = Read(database);
        _working = [.. _names.Select(name => found.TryGetValue(name, out Total total)
            ? total
            : throw new InvalidDataException("The totals of a table are missing."))];
        _committed = [.. _working];
        Waiting = Sum();
    }

    public int Lanes { get; }

    /// <summary>The number under which what is parked is counted.</summary>
    public int ParkedPlace => Lanes;

    /// <summary>The number under which dead letters are counted.</summary>
    public int LettersPlace => Lanes + 1;

    /// <summary>Everything that waits, on lanes and parked.</summary>
    public Total Waiting { get; private set; }

    public Total Parked => _working[ParkedPlace];

    public Total Letters => _working[LettersPlace];

    public Total this[int place] => _working[place];

    /// <summary>The totals of a file by the names of its tables, or throws if they are not what was written.</summary>
    /// <exception cref="InvalidDataException">A checksum is wrong.</exception>
    public static Dictionary<string, Total> Read(Database database)
    {
        Dictionary<string, Total> totals = new(StringComparer.Ordinal);
        Statement statement = database.Statement("SELECT name, count, bytes, checksum FROM totals");
        using Rows row = statement.Read();
        while (row.Next())
        {
            string name = row.Text(0);
            Total total = new(row.Long(1), row.Long(2));
            if (total.Count < 0 || total.Bytes < 0 || row.Long(3) != Checksum.Of(name, total))
            {
                throw new InvalidDataException("The totals of a table are wrong.");
            }

            totals[name] = total;
        }

        return totals;
    }

    public void Add(int place, Total total) => Change(place, total);

    public void Remove(int place, Total total) => Change(place, default(Total) - total);

    /// <summary>Writes what has changed; the last thing in a transaction.</summary>
    public void Write()
    {
        foreach (int place in _changed)
        {
            Total total = _working[place];
            if (total != _committed[place])
            {
                _update.Bind(1, _names[place]);
                _update.Bind(2, total.Count);
                _update.Bind(3, total.Bytes);
                _update.Bind(4, Checksum.Of(_names[place], total));
                _update.Run();
            }
        }
    }

    public void Commit() => Copy(_working, _committed);

    public void Rollback()
    {
        Copy(_committed, _working);
        Waiting = Sum();
    }

    private void Change(int place, Total by)
    {
        _changed.Add(place);
        _working[place] += by;
        if (place != LettersPlace)
        {
            Waiting += by;
        }
    }

    private Total Sum() => _working.Take(LettersPlace).Aggregate(static (one, other) => one + other);

    private void Copy(Total[] from, Total[] to)
    {
        foreach (int place in _changed)
        {
            to[place] = from[place];
        }

        _changed.Clear();
    }
}
