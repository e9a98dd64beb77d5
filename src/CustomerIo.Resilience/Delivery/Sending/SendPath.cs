namespace CustomerIo.Resilience.Delivery.Sending;

/// <summary>Method and path of a request: what fails on one may be well on the other.</summary>
internal enum SendPath
{
    /// <summary>v2 batches.</summary>
    Batch,

    /// <summary>v1 events of people not yet known.</summary>
    AnonymousEvents,
}
