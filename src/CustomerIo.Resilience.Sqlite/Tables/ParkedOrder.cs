using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Native;

namespace CustomerIo.Resilience.Sqlite.Tables;

/// <summary>Who waits for whom among parked operations, and what a delete or suppress makes pointless.</summary>
internal sealed class ParkedOrder
{
    private readonly Statement _ownedBelow;
    private readonly Statement _namedBelow;
    private readonly Statement _barrierBelow;
    private readonly Statement _erasureAbove;
    private readonly Statement _ownErasable;
    private readonly Statement _namedBehindFailed;

    public ParkedOrder(Database database)
    {
        _ownedBelow = new Statement(database, """
            SELECT 1 FROM parked WHERE key = ?1 AND position < ?2
            UNION ALL SELECT 1 FROM parked WHERE second_key = ?1 AND position < ?2 LIMIT 1
            """);
        _namedBelow = new Statement(database, "SELECT 1 FROM parked_names WHERE key = ?1 AND number < ?2 LIMIT 1");
        _barrierBelow = new Statement(database, $"""
            SELECT 1 FROM parked WHERE key = ?1 AND kind IN ({Kinds.Barriers}) AND position < ?2
            UNION ALL SELECT 1 FROM parked WHERE second_key = ?1 AND position < ?2 AND kind IN ({Kinds.Barriers}) LIMIT 1
            """);
        _erasureAbove = new Statement(database, $"""
            SELECT 1 FROM parked
            WHERE key = ?1 AND kind IN ({Kinds.Barriers}) AND position > ?2 AND kind IN ({Kinds.Erasures}) LIMIT 1
            """);
        _ownErasable = new Statement(
            database, $"SELECT position, id FROM parked WHERE key = ?1 AND position < ?2 AND kind NOT IN ({Kinds.NotErasable})");
        _namedBehindFailed = new Statement(database, """
            SELECT one.position, one.id FROM parked_names JOIN parked AS one ON one.position = parked_names.number
            WHERE parked_names.key = ?1 AND parked_names.number < ?2
              AND one.key <> ?1 AND (one.second_key IS NULL OR one.second_key <> ?1)
              AND (EXISTS (SELECT 1 FROM parked AS own WHERE own.key = one.key AND own.position < ?2 AND own.has_failed)
                OR EXISTS (SELECT 1 FROM parked AS own WHERE own.second_key = one.key AND own.position < ?2 AND own.has_failed))
            """);
    }

    /// <summary>Whether an operation has to wait for an older one.</summary>
    public bool IsBlocked(Operation operation)
    {
        bool isBarrier = operation.Kind.IsBarrier();
        return OwnKeys(operation).Any(key =>
                Has(_ownedBelow, key, operation.Position) || (isBarrier && Has(_namedBelow, key, operation.Position)))
            || operation.NamedKeys.Any(key => Has(_barrierBelow, key, operation.Position));
    }

    /// <summary>Whether a later delete or suppress is parked of somebody whose it is, or whom it names.</summary>
    public bool IsErased(Operation operation) =>
        OwnKeys(operation).Concat(operation.NamedKeys).Any(key => Has(_erasureAbove, key, operation.Position));

    /// <summary>Which operations go with a delete or suppress.</summary>
    public List<(long Position, Ulid Id)> ErasedBy(Operation erasure)
    {
        List<(long Position, Ulid Id)> erased = [];
        Find(_ownErasable, erasure, erased);
        Find(_namedBehindFailed, erasure, erased);
        return erased;
    }

    private static IEnumerable<string> OwnKeys(Operation operation)
    {
        yield return operation.Key;
        if (operation.SecondKey is not null)
        {
            yield return operation.SecondKey;
        }
    }

    private static bool Has(Statement statement, string key, long position)
    {
        statement.Bind(1, Keys.Of(key));
        statement.Bind(2, position);
        return statement.HasRow();
    }

    private static void Find(Statement statement, Operation erasure, List<(long Position, Ulid Id)> found)
    {
        statement.Bind(1, Keys.Of(erasure.Key));
        statement.Bind(2, erasure.Position);
        using Rows row = statement.Read();
        while (row.Next())
        {
            found.Add((row.Long(0), row.Id(1)));
        }
    }
}
