namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>The same fault for a number of matching requests, or for all of them.</summary>
internal sealed class FixedFaultRule(Func<FaultRequest, bool>? matches, Fault fault, int? times) : FaultRule(matches)
{
    private long _played;

    public override bool IsSpent => _played >= times;

    public override PlayedFault? Play() => new(fault, Seed: 0, _played++);
}
