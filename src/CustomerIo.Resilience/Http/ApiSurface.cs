namespace CustomerIo.Resilience.Http;

/// <summary>A part of Customer.io with a rate limit of its own.</summary>
internal enum ApiSurface
{
    /// <summary>Track API, v1 and v2.</summary>
    Track,

    /// <summary>App API, everything but the two below.</summary>
    App,

    /// <summary>App API, transactional sends.</summary>
    AppSend,

    /// <summary>App API, broadcast triggers.</summary>
    AppBroadcast,
}
