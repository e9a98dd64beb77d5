namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>
/// Draws that depend on their coordinates alone, so that concurrency cannot change them: SplitMix64 over seed, number
/// of the request and number of the item.
/// </summary>
internal static class SeededDraw
{
    /// <summary>A number from 0 inclusive to 1 exclusive.</summary>
    public static double Next(ulong seed, long request, int item)
    {
        var state = Mix(seed);
        state = Mix(state ^ (ulong)request);
        state = Mix(state ^ (uint)item);
        return (state >> 11) * (1.0 / (1UL << 53));
    }

    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
