namespace CustomerIo.Resilience.Http;

/// <summary>The one way to the wire: every call of every client goes through here and its pipeline.</summary>
internal interface ICustomerIoHttp
{
    /// <summary>Sends a call through its surface's pipeline; throws only when <paramref name="cancellationToken"/> fires.</summary>
    ValueTask<HttpResult> SendAsync(HttpCall call, CancellationToken cancellationToken);

    /// <summary>
    /// Makes one attempt, past retry and circuit breaker, for a caller that has its own; throws only when
    /// <paramref name="cancellationToken"/> fires.
    /// </summary>
    ValueTask<HttpResult> SendOnceAsync(HttpCall call, CancellationToken cancellationToken);

    /// <summary>
    /// Streams a download: the pipeline covers everything up to the headers, the body is the caller's to read.
    /// Throws <see cref="CustomerIoException"/> for any answer but success.
    /// </summary>
    Task<Stream> OpenReadAsync(HttpCall call, CancellationToken cancellationToken);
}
