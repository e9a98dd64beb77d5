using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Native;
using CustomerIo.Resilience.Sqlite.Tables;

namespace CustomerIo.Resilience.Sqlite.Files;

/// <summary>Saves from a damaged file what can be read: every row whose checksum is right, from both ends of each lane.</summary>
internal sealed class Salvage(string damagedPath, StoreConnection target)
{
    private const int RowsPerCommit = 1_000;

    private int _uncommitted;

    /// <summary>How many operations were saved.</summary>
    public long Saved { get; private set; }

    /// <summary>How many the file says it had; null if it does not say any more.</summary>
    public long? Expected { get; private set; }

    public void Run()
    {
        target.Begin();
        Attempt(() =>
        {
            using Database source = new(damagedPath, TimeSpan.Zero);
            source.Run("PRAGMA locking_mode = EXCLUSIVE");
            Save(source);
        });
        target.Commit();
    }

    private void Save(Database source)
    {
        Attempt(() => Expected = source.Number("SELECT sum(count) FROM lanes"));
        for (int lane = 0; lane < target.Tables.Totals.Lanes; lane++)
        {
            SaveLane(source, lane);
        }

        Attempt(() => SaveRows(source, DeadLetterTable.AllRows, row => target.Tables.Restore(DeadLetterTable.LetterOf(row))));
    }

    private void SaveLane(Database source, int lane)
    {
        HashSet<long> seen = [];
        bool isWhole = Attempt(() => SaveLane(source, lane, descending: false, seen));
        if (!isWhole)
        {
            Attempt(() => SaveLane(source, lane, descending: true, seen));
        }
    }

    private void SaveLane(Database source, int lane, bool descending, HashSet<long> seen) =>
        SaveRows(source, LaneTable.AllRows(lane, descending), row =>
        {
            Operation operation = LaneTable.OperationOf(row, lane);
            if (seen.Add(operation.Sequence))
            {
                target.Tables.Restore(operation);
                Saved += LaneTotals.WeightOf(operation.Payload.Length);
                CommitNowAndThen();
            }
        });

    private static void SaveRows(Database source, string sql, Action<Rows> saveRow)
    {
        using Statement statement = new(source, sql);
        using Rows rows = statement.Read();
        while (rows.Next())
        {
            Attempt(() => saveRow(rows));
        }
    }

    private void CommitNowAndThen()
    {
        if (++_uncommitted == RowsPerCommit)
        {
            _uncommitted = 0;
            target.Commit();
            target.Begin();
        }
    }

    private static bool Attempt(Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (Exception exception) when (exception is InvalidDataException or SqliteFailure)
        {
            return false;
        }
    }
}
