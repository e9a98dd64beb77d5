using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Delivery.Sending;

/// <summary>Method and path of a request: what fails on one may be well on the other.</summary>
internal enum SendPath
{
    /// <summary>v2 batches.</summary>
    Batch,

    /// <summary>v1 events of people not yet known.</summary>
    AnonymousEvents,
}

/// <summary>The path of an operation.</summary>
internal static class SendPaths
{
    public const int Count = 2;

    public static SendPath Of(OperationKind kind) =>
        kind.TravelsAlone() ? SendPath.AnonymousEvents : SendPath.Batch;

    public static string Address(this SendPath path) =>
        path is SendPath.Batch ? "/api/v2/batch" : "/api/v1/events";
}
