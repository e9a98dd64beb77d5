using Microsoft.Extensions.Logging;

namespace CustomerIo.Resilience.AspNetCore.Dashboard;

/// <summary>What people did by way of the dashboard; ids 1350 to 1399.</summary>
internal static partial class DashboardLog
{
    public const string Category = "CustomerIo.Resilience";

    [LoggerMessage(1350, LogLevel.Information, "The dead letter {Id} was replayed from the dashboard: {Outcome}.")]
    public static partial void Replayed(ILogger logger, Ulid id, string outcome);

    [LoggerMessage(
        1351,
        LogLevel.Information,
        "Dead letters were replayed from the dashboard: {Queued} are on their way, {NotTaken} were not taken.")]
    public static partial void ReplayedMany(ILogger logger, long queued, long notTaken);

    [LoggerMessage(1352, LogLevel.Warning, "The dead letter {Id} was removed for good from the dashboard.")]
    public static partial void Removed(ILogger logger, Ulid id);
}
