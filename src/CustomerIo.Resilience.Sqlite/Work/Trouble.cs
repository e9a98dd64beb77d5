using CustomerIo.Resilience.Sqlite.Native;

namespace CustomerIo.Resilience.Sqlite.Work;

/// <summary>What a failure means for the store.</summary>
internal static class Trouble
{
    private const int Busy = 5;
    private const int IoError = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int NotADatabase = 26;

    public static bool IsDamage(Exception exception) =>
        exception is InvalidDataException || CodeOf(exception) is Corrupt or NotADatabase;

    /// <summary>The disk takes nothing more, or nothing at all.</summary>
    public static bool IsFull(Exception exception) => CodeOf(exception) is Full or IoError;

    public static bool IsBusy(Exception exception) => CodeOf(exception) is Busy;

    private static int? CodeOf(Exception exception) => (exception as SqliteFailure)?.Code;
}
