using Microsoft.Extensions.Logging;

namespace CustomerIo.Resilience.Http;

/// <summary>Log messages of the way to the wire; event ids 1050 to 1099.</summary>
internal static partial class HttpLog
{
    [LoggerMessage(1050, LogLevel.Warning,
        "The HTTP client '{ClientName}' also has the resilience handler {HandlerType}, probably added to all clients. "
        + "Retries multiply: a call may be tried as often as both allow together, and what must not be repeated may "
        + "be. Exempt this client from it.")]
    public static partial void ForeignResilienceHandler(ILogger logger, string clientName, string? handlerType);

    [LoggerMessage(1051, LogLevel.Warning,
        "{Surface} requests to {Host} are redirected to {Target}, at the cost of a round trip each. If your workspace "
        + "is in the other region, set Region.")]
    public static partial void Redirected(ILogger logger, ApiSurface surface, string host, string target);

    [LoggerMessage(1052, LogLevel.Warning,
        "A redirect of {Surface} to {Target} is not followed: {Reason}.")]
    public static partial void RedirectRefused(ILogger logger, ApiSurface surface, string target, string reason);

    [LoggerMessage(1053, LogLevel.Error,
        "The changed configuration of workspace '{Workspace}' is not valid; the earlier one stays in use.")]
    public static partial void InvalidReload(ILogger logger, string workspace);
}
