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
        TryRead(() => Expected = LaneTotals.Counts(source).Sum(static total => total.Count));
        for (int lane = 0; lane < target.Tables.Totals.Lanes; lane++)
        {
            SaveLane(source, lane);
        }

        TryRead(() => Save(source, DeadLetterTable.AllRows, DeadLetterTable.LetterOf, target.Tables.Restore));
    }

    private void SaveLane(Database source, int lane)
    {
        HashSet<long> seen = [];
        if (!TryRead(() => SaveRows(source, lane, descending: false, seen)))
        {
            TryRead(() => SaveRows(source, lane, descending: true, seen));
        }
    }

    private void SaveRows(Database source, int lane, bool descending, HashSet<long> seen) =>
        Save(source, LaneTable.AllRows(lane, descending), row => LaneTable.OperationOf(row, lane), operation =>
        {
            if (seen.Add(operation.Sequence))
            {
                target.Tables.Restore(operation);
                Saved += LaneTotals.WeightOf(operation.Payload.Length);
            }
        });

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
