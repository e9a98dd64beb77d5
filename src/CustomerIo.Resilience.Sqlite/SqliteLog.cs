using Microsoft.Extensions.Logging;

namespace CustomerIo.Resilience.Sqlite;

/// <summary>What the SQLite store has to say. Ids 1200 to 1249; no person, payload or credential in any of them.</summary>
internal static partial class SqliteLog
{
    [LoggerMessage(
        1200,
        LogLevel.Error,
        "The fallback store's file was damaged and set aside as {SetAsideAs}. A new one was begun with {Saved} operation(s) " +
        "saved from it; {Lost} could not be read ('unknown' if nobody can tell).")]
    public static partial void SetAside(ILogger logger, string setAsideAs, long saved, string lost, Exception cause);

    [LoggerMessage(
        1201,
        LogLevel.Error,
        "The disk of the fallback store is full or fails: {Reason}. New operations are refused, what is stored goes on being " +
        "delivered, and it recovers by itself when there is room.")]
    public static partial void Full(ILogger logger, string reason);

    [LoggerMessage(1202, LogLevel.Information, "The disk of the fallback store has room again.")]
    public static partial void Recovered(ILogger logger);

    [LoggerMessage(
        1203, LogLevel.Information, "The fallback store's file had {From} lane(s); what waits in it is on {To} now.")]
    public static partial void LanesChanged(ILogger logger, int from, int to);

    [LoggerMessage(
        1204,
        LogLevel.Error,
        "The fallback store's file was deleted or replaced while it was in use. {Lost} operation(s) that waited in it are lost; " +
        "a new file is begun in its place.")]
    public static partial void FileLost(ILogger logger, long lost);

    [LoggerMessage(
        1205,
        LogLevel.Error,
        "The disk of the fallback store did not answer within {Seconds} s at the end. What was acknowledged is safe; the file " +
        "stays locked until the process has ended.")]
    public static partial void EndedWithoutDisk(ILogger logger, double seconds);
}
