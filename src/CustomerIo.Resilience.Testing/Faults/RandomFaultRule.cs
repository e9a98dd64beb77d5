namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>A weighted mix: what the n-th matching request gets depends on the seed and n alone.</summary>
internal sealed class RandomFaultRule(
    Func<FaultRequest, bool>? matches, ulong seed, (double Probability, Fault Fault)[] mix) : FaultRule(matches)
{
    private long _seen;

    public override bool IsSpent => false;

    public override PlayedFault? Play()
    {
        var number = _seen++;
        var draw = SeededDraw.Next(seed, number, item: -1);
        foreach (var (probability, fault) in mix)
        {
            if (draw < probability)
            {
                return new PlayedFault(fault, seed, number);
            }

            draw -= probability;
        }

        return null;
    }
}
