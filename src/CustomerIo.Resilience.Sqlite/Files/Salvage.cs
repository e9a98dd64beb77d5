using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Tables;
using CustomerIo.Resilience.Sqlite.Work;
using Microsoft.Data.Sqlite;

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
        using SqliteConnection source = new(new SqliteConnectionStringBuilder
        {
            DataSource = damagedPath,
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
        }.ConnectionString);
        target.Begin();
        Attempt(() =>
        {
            source.Open();
            Statement.Run(source, "PRAGMA locking_mode = EXCLUSIVE");
        });
        Attempt(() => Expected = Statement.Number(source, "SELECT sum(count) FROM lanes"));
        for (int lane = 0; lane < target.Tables.Totals.Lanes; lane++)
        {
            SaveLane(source, lane);
        }

        Attempt(() => Save(source, DeadLetterTable.AllRows, row => target.Tables.Restore(DeadLetterTable.LetterOf(row))));
        target.Commit();
    }

    private void SaveLane(SqliteConnection source, int lane)
    {
        HashSet<long> seen = [];
        bool isWhole = Attempt(() => SaveRows(source, lane, descending: false, seen));
        if (!isWhole)
        {
            Attempt(() => SaveRows(source, lane, descending: true, seen));
        }
    }

    private void SaveRows(SqliteConnection source, int lane, bool descending, HashSet<long> seen) =>
        Save(source, LaneTable.AllRows(lane, descending), row =>
        {
            Operation operation = LaneTable.OperationOf(row, lane);
            if (seen.Add(operation.Sequence))
            {
                target.Tables.Restore(operation);
                Saved += LaneTotals.WeightOf(operation.Payload.Length);
                CommitNowAndThen();
            }
        });

    private static void Save(SqliteConnection source, string sql, Action<SqliteDataReader> saveRow)
    {
        using Statement statement = new(source, sql);
        using SqliteDataReader row = statement.Read();
        while (row.Read())
        {
            Attempt(() => saveRow(row));
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
        catch (Exception exception) when (Trouble.IsDamage(exception)
            || exception is SqliteException or InvalidCastException or InvalidOperationException or ArgumentException)
        {
            return false;
        }
    }
}
