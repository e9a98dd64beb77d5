using CustomerIo.Resilience.Fallback;
using Microsoft.Extensions.Logging;

namespace CustomerIo.Resilience.Diagnostics;

/// <summary>What delivery has to say. Ids 1100 to 1199; no person, payload or credential in any of them.</summary>
internal static partial class DeliveryLog
{
    [LoggerMessage(1100, LogLevel.Debug, "Lane {Lane} is diverted to the fallback store (HTTP status {Status}, 0 is no answer).")]
    public static partial void Diverted(ILogger logger, int lane, int status);

    [LoggerMessage(
        1101,
        LogLevel.Error,
        "Customer.io refuses the credentials or is not at the configured address (HTTP status {Status}). Nothing is lost: " +
        "operations are kept in the fallback store. Check SiteId, TrackApiKey, Region and TrackAddress.")]
    public static partial void Blocked(ILogger logger, int status);

    [LoggerMessage(
        1102,
        LogLevel.Warning,
        "Customer.io refused {Count} operation(s) for good, first reason: {Reason}. They are kept as dead letters.")]
    public static partial void Refused(ILogger logger, int count, string reason);

    [LoggerMessage(
        1103,
        LogLevel.Warning,
        "The fallback store has no room for {Count} operation(s), and perhaps more to come; they wait in memory. With " +
        "write-ahead new ones are rejected.")]
    public static partial void StoreFull(ILogger logger, int count);

    [LoggerMessage(1113, LogLevel.Information, "The fallback store has room again.")]
    public static partial void StoreHasRoom(ILogger logger);

    [LoggerMessage(1114, LogLevel.Warning, "The fallback store is full and let the {Count} oldest event(s) go.")]
    public static partial void Evicted(ILogger logger, int count);

    [LoggerMessage(1115, LogLevel.Warning, "{Count} dead letter(s) were dropped: too many, or too old.")]
    public static partial void DeadLettersDropped(ILogger logger, int count);

    [LoggerMessage(1104, LogLevel.Error, "The fallback store failed. Operations wait in memory and it is tried again.")]
    public static partial void StoreFailed(ILogger logger, Exception exception);

    [LoggerMessage(1112, LogLevel.Error, "The fallback store failed to keep {Count} dead letter(s).")]
    public static partial void DeadLettersLost(ILogger logger, int count);

    [LoggerMessage(
        1105,
        LogLevel.Warning,
        "An operation ({Kind}) fails by itself while Customer.io takes others. It is parked and tried again; nobody else waits.")]
    public static partial void Parked(ILogger logger, OperationKind kind);

    [LoggerMessage(1106, LogLevel.Error, "The fallback store has lost {Count} operation(s) of lane {Lane}.")]
    public static partial void LostByStore(ILogger logger, long count, int lane);

    [LoggerMessage(1107, LogLevel.Critical, "Lane {Lane} failed unexpectedly; its operations wait and it is tried again.")]
    public static partial void LaneFailed(ILogger logger, int lane, Exception exception);

    [LoggerMessage(1116, LogLevel.Critical, "The side lane failed unexpectedly; its operations wait and it is tried again.")]
    public static partial void SideLaneFailed(ILogger logger, Exception exception);

    [LoggerMessage(1117, LogLevel.Critical, "Sending failed unexpectedly; operations are kept, and it is tried again.")]
    public static partial void SendingFailed(ILogger logger, Exception exception);

    [LoggerMessage(
        1119,
        LogLevel.Error,
        "A stored operation cannot be read, perhaps because the key that protects it is away. It is parked and tried again.")]
    public static partial void Unreadable(ILogger logger);

    [LoggerMessage(1118, LogLevel.Error, "The fallback store has lost {Count} parked operation(s).")]
    public static partial void LostParked(ILogger logger, long count);

    [LoggerMessage(
        1108,
        LogLevel.Information,
        "Delivery stopped: {Sent} operation(s) sent and {Stored} stored while stopping, {Rejected} rejected, " +
        "{InMemory} left in memory and {InStore} in the fallback store.")]
    public static partial void Stopped(ILogger logger, long sent, long stored, long rejected, long inMemory, long inStore);

    [LoggerMessage(
        1109,
        LogLevel.Error,
        "{Count} operation(s) end with this process: the fallback store is in memory, and Customer.io did not take them in " +
        "time. Use a durable store, or give stopping more time.")]
    public static partial void LostAtExit(ILogger logger, long count);

    [LoggerMessage(1110, LogLevel.Information, "The fallback store holds {Count} operation(s) of a former run; draining.")]
    public static partial void Restored(ILogger logger, long count);

    [LoggerMessage(
        1111,
        LogLevel.Warning,
        "An operation was rejected before it was sent: {Reason}. Further ones are counted in the metrics.")]
    public static partial void RejectedBeforeSend(ILogger logger, RejectionReason reason);
}
