using System.Net.Sockets;
using System.Security.Authentication;
using Polly;

namespace CustomerIo.Resilience.Http;

/// <summary>Tells a request that was never on the wire from one that may have arrived.</summary>
internal static class TransportFailure
{
    public static FailureKind Classify(Exception exception) => exception switch
    {
        HttpRequestException
        {
            HttpRequestError: HttpRequestError.NameResolutionError
                or HttpRequestError.ConnectionError
                or HttpRequestError.SecureConnectionError
                or HttpRequestError.ProxyTunnelError,
        }
            => FailureKind.NotConnected,

        // How SocketsHttpHandler reports its ConnectTimeout; the caller's and our own timeouts have fired tokens.
        OperationCanceledException { InnerException: TimeoutException } => FailureKind.NotConnected,
        _ => FailureKind.Broken,
    };

    /// <summary>Whether networks and servers can cause it; the rest are faults in a program.</summary>
    public static bool IsForeseen(Exception exception) => exception
        is HttpRequestException
        or IOException
        or SocketException
        or AuthenticationException
        or OperationCanceledException
        or ExecutionRejectedException;
}
