using CustomerIo.Resilience.Sqlite.Native;

namespace CustomerIo.Resilience.Sqlite.Tables;

/// <summary>Writes a table and its names anew, by way of memory: the pages that it had before are overwritten as a whole.</summary>
/// <param name="database">The file.</param>
/// <param name="table">The table.</param>
/// <param name="names">The names that belong to it.</param>
/// <param name="order">The column by which it is ordered.</param>
internal sealed class TableRewrite(Database database, string table, string names, string order)
{
    /// <summary>Inside a transaction.</summary>
    public void Run()
    {
        database.Run($"""
            CREATE TEMP TABLE rows_anew AS SELECT * FROM {table};
            CREATE TEMP TABLE names_anew AS SELECT * FROM {names};
            DELETE FROM {table};
            DELETE FROM {names};
            INSERT INTO {table} SELECT * FROM temp.rows_anew ORDER BY {order};
            INSERT INTO {names} SELECT * FROM temp.names_anew ORDER BY key, number;
            DROP TABLE temp.rows_anew;
            DROP TABLE temp.names_anew;
            """);
    }
}
