using Microsoft.Data.Sqlite;

namespace CustomerIo.Resilience.Torture.Producing;

/// <summary>
/// A process that runs statements on a SQLite file, says how that went, and stays there until its input ends or it is
/// killed.
/// </summary>
internal static class OtherOwner
{
    public const string Role = "own";
    public const string Ready = "ready";

    public static async Task<int> RunAsync(string path, IEnumerable<string> statements)
    {
        SQLitePCL.Batteries_V2.Init();
        await using SqliteConnection connection = new($"Data Source={path};Pooling=False;Default Timeout=1");
        string said = Ready;
        try
        {
            await connection.OpenAsync();
            foreach (string statement in statements)
            {
                await using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The test's own words.
                command.CommandText = statement;
#pragma warning restore CA2100
                await command.ExecuteScalarAsync();
            }
        }
        catch (SqliteException exception)
        {
            said = exception.Message;
        }

        Console.WriteLine(said);
        await Console.In.ReadLineAsync();
        return 0;
    }
}
