namespace CustomerIo.Resilience.QuickStart.Views;

/// <summary>States as they are read best.</summary>
internal static class Words
{
    public static string Of(CircuitState state) => state switch
    {
        CircuitState.Closed => "closed",
        CircuitState.Open => "open",
        CircuitState.HalfOpen => "half-open",
        _ => "isolated",
    };
}
