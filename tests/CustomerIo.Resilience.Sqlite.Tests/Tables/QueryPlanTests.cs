using CustomerIo.Resilience.Sqlite.Native;
using CustomerIo.Resilience.Sqlite.Tables;
using CustomerIo.Resilience.Sqlite.Tests.Support;

namespace CustomerIo.Resilience.Sqlite.Tests.Tables;

/// <summary>What is asked of tables that can be long is answered by their indexes.</summary>
public sealed class QueryPlanTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task No_statement_looks_at_all_rows_of_what_is_parked_or_at_all_dead_letters()
    {
        StoreKit kit = new(_folder.NewFile());
        await (await kit.OpenAsync()).DisposeAsync();
        using Database database = new(kit.Path, TimeSpan.Zero);
        _ = new ParkedTable(database);
        _ = new ParkedOrder(database);
        _ = new DeadLetterTable(database);
        _ = new LaneTable(database, 0, Sample.Lanes);

        string[] plans = [.. database.Prepared.SelectMany(sql => PlanOf(database, sql).Select(step => $"{step}: {sql}"))];

        plans.ShouldContain(static plan => plan.Contains("parked_barriers", StringComparison.Ordinal));
        plans.ShouldContain(static plan => plan.Contains("MERGE (UNION ALL)", StringComparison.Ordinal));
        plans.Where(static plan => plan.Contains("TEMP B-TREE", StringComparison.Ordinal) && !plan.Contains("UNION S", StringComparison.Ordinal))
            .ShouldBeEmpty();
        plans.Where(IsLong).ShouldBeEmpty();
    }

    // A lane is looked through from its beginning; the first dead letter that may go is nearly always the very first.
    private static bool IsLong(string plan) =>
        plan.Contains("SCAN", StringComparison.Ordinal)
        && !plan.Contains("SCAN lane_0", StringComparison.Ordinal)
        && !plan.Contains("ORDER BY number LIMIT 1", StringComparison.Ordinal);

    private static List<string> PlanOf(Database database, string sql)
    {
        List<string> steps = [];
        Statement plan = new(database, $"EXPLAIN QUERY PLAN {sql}");
        using Rows row = plan.Read();
        while (row.Next())
        {
            steps.Add(row.Text(3));
        }

        return steps;
    }
}
