namespace CustomerIo.Resilience.Benchmarks.Durable;

/// <summary>What the command line asks for.</summary>
/// <param name="Duration">How long producers append in each run.</param>
/// <param name="Runs">How many runs; the result is the median.</param>
/// <param name="DrainedEvents">Events that are drained.</param>
/// <param name="WaitingEvents">Events that wait when the application starts.</param>
/// <param name="Folder">Where the files are.</param>
/// <param name="Only">The measurements to make; all, if empty.</param>
internal sealed record DurableOptions(
    TimeSpan Duration, int Runs, int DrainedEvents, int WaitingEvents, string Folder, IReadOnlyList<string> Only)
{
    private const string Usage = "durable [--quick] [--folder PATH] [--only cost|append|drain|start]...";

    private static readonly DurableOptions Full =
        new(TimeSpan.FromSeconds(2), 5, 300_000, 1_000_000, Path.GetTempPath(), []);

    private static readonly DurableOptions Quick =
        new(TimeSpan.FromSeconds(0.5), 3, 50_000, 100_000, Path.GetTempPath(), []);

    public static DurableOptions Parse(ReadOnlySpan<string> args)
    {
        DurableOptions options = args.Contains("--quick") ? Quick : Full;
        for (int index = 0; index < args.Length; index++)
        {
            string? value = index + 1 < args.Length ? args[index + 1] : null;
            (options, int used) = (args[index], value) switch
            {
                ("--quick", _) => (options, 0),
                ("--folder", { } folder) => (options with { Folder = folder }, 1),
                ("--only", { } name) => (options with { Only = [.. options.Only, name] }, 1),
                _ => throw new ArgumentException($"'{args[index]}' is not understood. Usage: {Usage}", nameof(args)),
            };
            index += used;
        }

        return options;
    }

    public bool Includes(string name) => Only.Count == 0 || Only.Contains(name);
}
