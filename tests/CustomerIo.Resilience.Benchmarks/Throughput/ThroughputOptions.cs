using System.Globalization;

namespace CustomerIo.Resilience.Benchmarks.Throughput;

/// <summary>What the command line asks for.</summary>
/// <param name="Duration">How long each contestant sends in each run.</param>
/// <param name="WarmUp">How long each one sends before, not counted.</param>
/// <param name="Runs">How many runs; the result is the median.</param>
/// <param name="MemoryEvents">Events over which memory is watched.</param>
/// <param name="Only">The measurements to make; all, if empty.</param>
internal sealed record ThroughputOptions(
    TimeSpan Duration, TimeSpan WarmUp, int Runs, long MemoryEvents, IReadOnlyList<string> Only)
{
    private const string Usage =
        "throughput [--quick] [--seconds S] [--runs N] [--only pipeline|writing|enqueue|race|memory|CONTESTANT]...";

    private static readonly ThroughputOptions Full =
        new(TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(4), 5, 5_000_000, []);

    private static readonly ThroughputOptions Quick =
        new(TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(3), 3, 500_000, []);

    public static ThroughputOptions Parse(ReadOnlySpan<string> args)
    {
        ThroughputOptions options = args.Contains("--quick") ? Quick : Full;
        for (int index = 0; index < args.Length; index++)
        {
            string? value = index + 1 < args.Length ? args[index + 1] : null;
            (options, int used) = (args[index], value) switch
            {
                ("--quick", _) => (options, 0),
                ("--seconds", { } seconds) => (options with { Duration = TimeSpan.FromSeconds(Number(seconds)) }, 1),
                ("--runs", { } runs) => (options with { Runs = (int)Number(runs) }, 1),
                ("--only", { } name) => (options with { Only = [.. options.Only, name] }, 1),
                _ => throw new ArgumentException($"'{args[index]}' is not understood. Usage: {Usage}", nameof(args)),
            };
            index += used;
        }

        return options;
    }

    /// <summary>Any other name is that of a contestant, to run by itself.</summary>
    public bool IncludesRace => Includes("race") || Only.Any(static name => name is not ("pipeline" or "writing" or "enqueue" or "memory"));

    public bool Includes(string name) => Only.Count == 0 || Only.Contains(name);

    private static double Number(string text) =>
        double.TryParse(text, CultureInfo.InvariantCulture, out double number) && number > 0
            ? number
            : throw new ArgumentException($"'{text}' is not a number above 0. Usage: {Usage}", nameof(text));
}
