using CustomerIo.Resilience.Sqlite.Native;

namespace CustomerIo.Resilience.Sqlite.Work;

/// <summary>What a failure means for the store.</summary>
internal static class Trouble
{
    private const int Error = 1;
    private const int Busy = 5;
    private const int IoError = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int TooBig = 18;
    private const int NotADatabase = 26;

    public static bool IsDamage(Exception exception) =>
        exception is InvalidDataException || CodeOf(exception) is Corrupt or TooBig or NotADatabase;

    /// <summary>A statement of this package makes no sense to the file: its schema is damaged.</summary>
    public static bool IsWrongTable(Exception exception) => CodeOf(exception) is Error;

    /// <summary>The disk takes nothing more, or nothing at all.</summary>
    public static bool IsFull(Exception exception) => CodeOf(exception) is Full or IoError;

    public static bool IsBusy(Exception exception) => CodeOf(exception) is Busy;

    private static int? CodeOf(Exception exception) => (exception as SqliteFailure)?.Code;
}
