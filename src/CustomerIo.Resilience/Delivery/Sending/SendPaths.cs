using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Delivery.Sending;

/// <summary>The path of an operation.</summary>
internal static class SendPaths
{
    public const int Count = 2;

    public static SendPath Of(OperationKind kind) =>
        kind.TravelsAlone() ? SendPath.AnonymousEvents : SendPath.Batch;

    public static string Address(this SendPath path) =>
        path is SendPath.Batch ? "/api/v2/batch" : "/api/v1/events";
}
