namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>Requests that match, and what happens to them.</summary>
internal abstract class FaultRule(Func<FaultRequest, bool>? matches)
{
    public bool Matches(in FaultRequest request) => matches is null || matches(request);

    /// <summary>Called for each matching request in its turn; null leaves it alone.</summary>
    public abstract PlayedFault? Play();

    /// <summary>Whether the rule is used up.</summary>
    public abstract bool IsSpent { get; }
}
