namespace CustomerIo.Resilience.Http;

/// <summary>Told what happens on the way to the wire, for metrics. Must be fast and must not throw.</summary>
internal interface IHttpObserver
{
    /// <summary>
    /// An attempt ended: with a status, or with 0 and a failure. Attempts the caller cancelled are not told.
    /// </summary>
    void OnAttempt(ApiSurface surface, int status, FailureKind failure, TimeSpan elapsed);

    /// <summary>Another attempt will be made after a wait.</summary>
    void OnRetry(ApiSurface surface, TimeSpan delay);

    /// <summary>
    /// A breaker changed its state; the surface is <see cref="ApiSurface.Track"/> or <see cref="ApiSurface.App"/>.
    /// </summary>
    void OnCircuit(ApiSurface surface, CircuitState state);
}
