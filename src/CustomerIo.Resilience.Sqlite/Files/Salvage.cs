using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Native;
using CustomerIo.Resilience.Sqlite.Tables;
using CustomerIo.Resilience.Sqlite.Work;

namespace CustomerIo.Resilience.Sqlite.Files;

/// <summary>Saves from a damaged file what can be read: every row whose checksum is right, from both ends of each lane.</summary>
internal sealed class Salvage(string damagedPath, SqliteFallbackOptions options, StoreConnection target)
{
    private const int RowsPerCommit = 1_000;

    private int _uncommitted;
    private bool _hasTargetFailed;

    /// <summary>How many operations were saved.</summary>
    public long Saved { get; private set; }

    /// <summary>How many the file says it had; null if it does not say any more.</summary>
    public long? Expected { get; private set; }

    /// <summary>Saves everything, or throws if the new file does not take it.</summary>
    public void Run()
    {
        target.Begin();

        // SQLite would delete the log of an empty file.
        if (new FileInfo(damagedPath).Length > 0)
        {
            TryRead(Save);
        }

        target.Commit();
    }

    private void Save()
    {
        using Database source = new(damagedPath, options.OpenTimeout, options.Vfs);
        source.Run("PRAGMA locking_mode = EXCLUSIVE");

        // With it SQLite reads a file that is shorter than its header says, or has a table that makes no sense.
        source.Run("PRAGMA writable_schema = ON");
        TryRead(() => Expected = StoreTotals.Read(source)
            .Where(static total => !string.Equals(total.Key, StoreTotals.LettersName, StringComparison.Ordinal))
            .Sum(static total => total.Value.Count));
        foreach (string table in LanesOf(source))
        {
            SaveBothWays(descending => Save(source, AllRows(table, descending), OperationRow.Read, Restore));
        }

        SaveBothWays(descending => Save(source, ParkedTable.AllRows(descending), OperationRow.ReadParked, Restore));
        SaveBothWays(descending => Save(source, DeadLetterTable.AllRows(descending), DeadLetterRow.Read, target.Tables.Restore));
    }

    // What the schema does not tell any more may still be there under the names that it should have.
    private HashSet<string> LanesOf(Database source)
    {
        HashSet<string> tables = [.. Enumerable.Range(0, target.Tables.Totals.Lanes).Select(LaneTable.NameOf)];
        TryRead(() => tables.UnionWith(LaneChange.AllOf(source)));
        return tables;
    }

    private static string AllRows(string lane, bool descending) =>
        $"SELECT {OperationRow.Columns} FROM {lane} ORDER BY position {(descending ? "DESC" : "ASC")}";

    // From both ends, if something in the middle cannot be read.
    private void SaveBothWays(Action<bool> save)
    {
        if (!TryRead(() => save(false)))
        {
            TryRead(() => save(true));
        }
    }

    private void Restore(Operation operation)
    {
        if (target.Tables.TryRestore(operation))
        {
            Saved++;
        }
    }

    private void Save<T>(Database source, string sql, Func<Rows, T> parse, Action<T> keep)
        where T : class
    {
        Statement statement = new(source, sql);
        using Rows row = statement.Read();
        while (row.Next())
        {
            T? item = null;
            if (TryRead(() => item = parse(row)))
            {
                Keep(() => keep(item!));
            }
        }
    }

    // A new file that takes no more is no damage of the old one: nothing may be passed over because of it.
    private void Keep(Action keep)
    {
        try
        {
            keep();
            if (++_uncommitted == RowsPerCommit)
            {
                _uncommitted = 0;
                target.Commit();
                target.Begin();
            }
        }
        catch
        {
            _hasTargetFailed = true;
            throw;
        }
    }

    private bool TryRead(Action read)
    {
        try
        {
            read();
            return true;
        }
        catch (Exception exception) when (!_hasTargetFailed
            && (Trouble.IsDamage(exception) || (exception is SqliteFailure && !Trouble.IsBusy(exception))))
        {
            return false;
        }
    }
}
