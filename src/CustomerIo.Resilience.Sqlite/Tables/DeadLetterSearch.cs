using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Native;

namespace CustomerIo.Resilience.Sqlite.Tables;

/// <summary>Looks for dead letters, with a statement for each combination of what is asked for.</summary>
internal sealed class DeadLetterSearch(Database database)
{
    public IReadOnlyList<DeadLetter> List(DeadLetterQuery query, int maxCount)
    {
        List<DeadLetter> letters = [];
        using Rows row = Prepare(query, $"SELECT {DeadLetterRow.Columns}", "ORDER BY number LIMIT ?8", maxCount).Read();
        while (row.Next())
        {
            letters.Add(DeadLetterRow.Read(row));
        }

        return letters;
    }

    public IReadOnlyList<DeadLetterGroup> Group(DeadLetterQuery query)
    {
        List<DeadLetterGroup> groups = [];
        using Rows row = Prepare(
            query, "SELECT reason, kind, count(*), min(rejected_at), max(rejected_at)", "GROUP BY reason, kind").Read();
        while (row.Next())
        {
            groups.Add(new DeadLetterGroup(
                (RejectionReason)row.Long(0),
                (OperationKind)row.Long(1),
                row.Long(2),
                Moments.Of(row.Long(3)),
                Moments.Of(row.Long(4))));
        }

        return groups;
    }

    private Statement Prepare(DeadLetterQuery query, string select, string end, int? maxCount = null)
    {
        string sql =
            $"{select} FROM dead_letters WHERE number > ?1" +
            (query.Id is null ? "" : " AND id = ?2") +
            (query.Reason is null ? "" : " AND reason = ?3") +
            (query.Kind is null ? "" : " AND kind = ?4") +
            (query.Key is null ? "" : " AND number IN (SELECT number FROM dead_letters WHERE key = ?5 " +
                "UNION SELECT number FROM dead_letters WHERE second_key = ?5)") +
            (query.RejectedFrom is null ? "" : " AND rejected_at >= ?6") +
            (query.RejectedBefore is null ? "" : " AND rejected_at < ?7") +
            $" {end}";
        Statement statement = database.Statement(sql);
        statement.Bind(1, query.After);
        Bind(statement, query);
        if (maxCount is { } count)
        {
            statement.Bind(8, (long)count);
        }

        return statement;
    }

    private static void Bind(Statement statement, DeadLetterQuery query)
    {
        if (query.Id is { } id)
        {
            statement.Bind(2, id);
        }

        if (query.Reason is { } reason)
        {
            statement.Bind(3, (long)reason);
        }

        if (query.Kind is { } kind)
        {
            statement.Bind(4, (long)kind);
        }

        if (query.Key is { } key)
        {
            statement.Bind(5, Keys.Of(key));
        }

        if (query.RejectedFrom is { } from)
        {
            statement.Bind(6, from.UtcTicks);
        }

        if (query.RejectedBefore is { } before)
        {
            statement.Bind(7, before.UtcTicks);
        }
    }
}
