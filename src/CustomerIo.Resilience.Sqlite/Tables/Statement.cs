using Microsoft.Data.Sqlite;

namespace CustomerIo.Resilience.Sqlite.Tables;

/// <summary>A prepared statement with the parameters $1, $2 and so on.</summary>
internal sealed class Statement : IDisposable
{
    private readonly SqliteCommand _command;

    public Statement(SqliteConnection connection, string sql, int parameters = 0)
    {
        _command = connection.CreateCommand();

        // Only ever a constant of this package; what users give comes in through parameters.
#pragma warning disable CA2100
        _command.CommandText = sql;
#pragma warning restore CA2100
        for (int number = 1; number <= parameters; number++)
        {
            _command.Parameters.Add(new SqliteParameter { ParameterName = $"${number}" });
        }
    }

    public object? this[int number]
    {
        set => _command.Parameters[number - 1].Value = value ?? DBNull.Value;
    }

    /// <summary>Runs a statement once.</summary>
    public static int Run(SqliteConnection connection, string sql)
    {
        using Statement statement = new(connection, sql);
        return statement.Run();
    }

    /// <summary>Runs a statement once that does a part of its work for each row it gives.</summary>
    public static void RunToEnd(SqliteConnection connection, string sql)
    {
        using Statement statement = new(connection, sql);
        using SqliteDataReader row = statement.Read();
        while (row.Read())
        {
            // The row says nothing.
        }
    }

    /// <summary>Asks for one number, once.</summary>
    public static long Number(SqliteConnection connection, string sql)
    {
        using Statement statement = new(connection, sql);
        return statement.Number() ?? 0;
    }

    /// <summary>Runs it and gives how many rows it changed.</summary>
    public int Run() => _command.ExecuteNonQuery();

    /// <summary>The first column of the first row; null if there is none.</summary>
    public long? Number() => _command.ExecuteScalar() is long number ? number : null;

    public SqliteDataReader Read() => _command.ExecuteReader();

    public void Dispose() => _command.Dispose();
}
