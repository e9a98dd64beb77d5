namespace CustomerIo.Resilience.Http;

/// <summary>Does nothing.</summary>
internal sealed class NullHttpObserver : IHttpObserver
{
    public static readonly NullHttpObserver Instance = new();

    private NullHttpObserver()
    {
    }

    public void OnAttempt(ApiSurface surface, int status, FailureKind failure, TimeSpan elapsed)
    {
    }

    public void OnRetry(ApiSurface surface, TimeSpan delay)
    {
    }

    public void OnCircuit(ApiSurface surface, CircuitState state)
    {
    }
}
