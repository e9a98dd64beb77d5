using Microsoft.Extensions.Logging;

namespace CustomerIo.Resilience.Http;

/// <summary>
/// Finds resilience handlers that the application added to all its clients, ours included. They are left in place: the
/// chain is the application's to decide, but it should know.
/// </summary>
internal static class ForeignHandlers
{
    public static void WarnOf(IHttpMessageHandlerFactory handlers, string clientName, ILogger logger)
    {
        if (Find(handlers.CreateHandler(clientName)) is { } found)
        {
            HttpLog.ForeignResilienceHandler(logger, clientName, found.GetType().FullName);
        }
    }

    private static DelegatingHandler? Find(HttpMessageHandler? handler)
    {
        while (handler is DelegatingHandler outer)
        {
            Type type = outer.GetType();
            bool isForeign = type.Name.Contains("ResilienceHandler", StringComparison.Ordinal)
                || type.Name.Contains("PolicyHttpMessageHandler", StringComparison.Ordinal)
                || type.FullName!.StartsWith("Microsoft.Extensions.Http.Resilience.", StringComparison.Ordinal);
            if (isForeign)
            {
                return outer;
            }

            handler = outer.InnerHandler;
        }

        return null;
    }
}
