using CustomerIo.Resilience.Sqlite.Native;

namespace CustomerIo.Resilience.Sqlite.Tables;

/// <summary>The deletes and suppressions of a file that was opened.</summary>
internal static class ParkedErasures
{
    /// <summary>A file that has more than it may has it because of them: the newest came when there was no room.</summary>
    public static void PutExcessInReserve(Database database, StoreBounds bounds, StoreTotals totals, StoreReserve reserve)
    {
        if (!IsExcess(bounds, totals.Waiting))
        {
            return;
        }

        Statement statement = new(database, $"""
            SELECT position, length(payload) FROM parked
            WHERE kind IN ({Kinds.Barriers}) AND kind IN ({Kinds.Erasures}) ORDER BY position DESC
            """);
        using Rows row = statement.Read();
        while (IsExcess(bounds, totals.Waiting - reserve.Total) && row.Next() && reserve.TryEnter(row.Long(0), row.Long(1)))
        {
            // One after the other, until the rest is what may be there.
        }

        reserve.Commit();
    }

    private static bool IsExcess(StoreBounds bounds, Total total) => total.Count > bounds.MaxCount || total.Bytes > bounds.MaxBytes;
}
