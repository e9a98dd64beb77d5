using System.Globalization;
using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Native;
using CustomerIo.Resilience.Sqlite.Tables;

namespace CustomerIo.Resilience.Sqlite.Files;

/// <summary>
/// Gives a file another number of lanes. The former ones are renamed, the new ones added, and the rows moved, some at a time: a
/// process that is killed meanwhile leaves the rest to the next, whatever number that has.
/// </summary>
internal sealed class LaneChange(Database database, int lanes)
{
    private const string FormerPrefix = "former_";
    private const int RowsPerCommit = 1_000;

    /// <summary>Makes it so, and gives how many lanes there were; null if there was nothing to do.</summary>
    /// <exception cref="InvalidDataException">A table is missing, or does not have what its total says.</exception>
    public int? Run()
    {
        int found = LanesOf(StoreTotals.Read(database));
        List<string> former = FormerOf(database);
        if (found == lanes && former.Count == 0)
        {
            return null;
        }

        if (found != lanes)
        {
            Begin(found, former.Count == 0 ? 0 : former.Max(NumberOf) + 1);
            former = FormerOf(database);
        }

        foreach (string table in former)
        {
            while (MoveSome(table))
            {
                // Until it is empty.
            }
        }

        return found;
    }

    /// <summary>The tables whose rows belong to other lanes by now.</summary>
    public static List<string> FormerOf(Database database) => TablesLike(database, FormerPrefix);

    /// <summary>All tables of lanes, former ones among them.</summary>
    public static IEnumerable<string> AllOf(Database database) => [.. TablesLike(database, "lane_"), .. FormerOf(database)];

    private static int NumberOf(string table) => int.Parse(table.AsSpan(FormerPrefix.Length), CultureInfo.InvariantCulture);

    private static List<string> TablesLike(Database database, string prefix)
    {
        List<string> tables = [];
        Statement statement = database.Statement($"SELECT name FROM sqlite_schema WHERE type = 'table' AND name GLOB '{prefix}[0-9]*'");
        using Rows row = statement.Read();
        while (row.Next())
        {
            tables.Add(row.Text(0));
        }

        return tables;
    }

    private int LanesOf(Dictionary<string, Total> totals)
    {
        int found = TablesLike(database, "lane_").Count;
        bool isWhole = totals.Keys.Count(static name => name.StartsWith("lane_", StringComparison.Ordinal)) == found
            && Enumerable.Range(0, found).All(lane => totals.ContainsKey(LaneTable.NameOf(lane)))
            && FormerOf(database).TrueForAll(totals.ContainsKey);
        return isWhole && found > 0 ? found : throw new InvalidDataException("A lane is missing.");
    }

    private void Begin(int found, int firstFormer)
    {
        Dictionary<string, Total> totals = StoreTotals.Read(database);
        database.Run("BEGIN IMMEDIATE");
        for (int lane = 0; lane < found; lane++)
        {
            string table = LaneTable.NameOf(lane);
            string former = string.Create(CultureInfo.InvariantCulture, $"{FormerPrefix}{firstFormer + lane}");
            database.Run($"ALTER TABLE {table} RENAME TO {former}; DELETE FROM totals WHERE name = '{table}'");
            Schema.AddTotal(database, former, totals[table]);
        }

        Schema.AddLanes(database, lanes);
        database.Run("COMMIT");
    }

    // Gives false when the table is gone.
    private bool MoveSome(string table)
    {
        Dictionary<string, Total> totals = StoreTotals.Read(database);
        List<(long Position, int Lane, long Bytes)> rows = FirstOf(table);
        Total rest = totals[table] - Sum(rows);
        if (rest.Count < 0 || rest.Bytes < 0 || (rows.Count < RowsPerCommit && rest != default))
        {
            throw new InvalidDataException("A former lane does not have what its total says.");
        }

        database.Run("BEGIN IMMEDIATE");
        foreach (IGrouping<int, (long Position, int Lane, long Bytes)> target in rows.GroupBy(static row => row.Lane))
        {
            string lane = LaneTable.NameOf(target.Key);
            Statement move = database.Statement($"INSERT INTO {lane} SELECT * FROM {table} WHERE position = ?1");
            foreach ((long position, _, _) in target)
            {
                move.Bind(1, position);
                move.Run();
            }

            Schema.AddTotal(database, lane, totals[lane] + Sum(target));
        }

        bool isDone = rest == default;
        database.Run(isDone
            ? $"DROP TABLE {table}; DELETE FROM totals WHERE name = '{table}'"
            : string.Create(CultureInfo.InvariantCulture, $"DELETE FROM {table} WHERE position <= {rows[^1].Position}"));
        if (!isDone)
        {
            Schema.AddTotal(database, table, rest);
        }

        database.Run("COMMIT");
        return !isDone;
    }

    private List<(long Position, int Lane, long Bytes)> FirstOf(string table)
    {
        List<(long Position, int Lane, long Bytes)> rows = [];
        Statement statement = database.Statement($"SELECT position, key, length(payload) FROM {table} ORDER BY position LIMIT {RowsPerCommit}");
        using Rows row = statement.Read();
        while (row.Next())
        {
            rows.Add((row.Long(0), OperationKey.LaneOf(Keys.TextOf(row.Bytes(1)), lanes), row.Long(2)));
        }

        return rows;
    }

    private static Total Sum(IEnumerable<(long Position, int Lane, long Bytes)> rows) =>
        rows.Aggregate(default(Total), static (total, row) => total + new Total(1, row.Bytes));
}
