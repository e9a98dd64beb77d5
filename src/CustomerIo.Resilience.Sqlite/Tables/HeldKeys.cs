using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Native;

namespace CustomerIo.Resilience.Sqlite.Tables;

/// <summary>The keys of what is parked, as a file has them when it is opened.</summary>
internal static class HeldKeys
{
    /// <summary>From the indexes alone: not a page of an operation is read.</summary>
    public static IReadOnlyList<HeldKey> Of(Database database)
    {
        Dictionary<string, HeldKey> keys = new(StringComparer.Ordinal);
        Add(database, "SELECT key, position, kind, 0 FROM parked", keys);
        Add(database, "SELECT second_key, position, kind, 1 FROM parked WHERE second_key IS NOT NULL AND second_key <> key", keys);
        return [.. keys.Values];
    }

    private static void Add(Database database, string sql, Dictionary<string, HeldKey> keys)
    {
        Statement statement = new(database, sql);
        using Rows row = statement.Read();
        while (row.Next())
        {
            string key = Keys.TextOf(row.Bytes(0));
            long position = row.Long(1);
            var kind = (OperationKind)row.Long(2);
            HeldKey held = keys.TryGetValue(key, out HeldKey found) ? found : new HeldKey(key, 0, 0, 0, 0);
            keys[key] = held with
            {
                Count = held.Count + 1,
                SecondCount = held.SecondCount + row.Long(3),
                Barrier = kind.IsBarrier() ? Math.Max(held.Barrier, position) : held.Barrier,
                ErasedBelow = kind.IsErasure() ? Math.Max(held.ErasedBelow, position) : held.ErasedBelow,
            };
        }
    }
}
