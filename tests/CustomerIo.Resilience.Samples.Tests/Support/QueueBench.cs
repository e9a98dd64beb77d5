using System.Globalization;
using CustomerIo.Resilience.Testing;

namespace CustomerIo.Resilience.Samples.Tests.Support;

/// <summary>A queue folder for the Worker sample, and the Customer.io its lines go to.</summary>
internal sealed class QueueBench : IAsyncDisposable
{
    private QueueBench(CustomerIoSimulator simulator) => Simulator = simulator;

    public CustomerIoSimulator Simulator { get; }

    private string Root { get; } = Directory.CreateTempSubdirectory("customerio-queue-").FullName;

    public static async Task<QueueBench> StartAsync() => new(await CustomerIoSimulator.StartAsync());

    /// <summary>Adds a file with numbered events of some people in turn.</summary>
    public void Add(string name, int lines, int people, int firstNumber = 0) => Add(
        name,
        Enumerable.Range(firstNumber, lines).Select(number => string.Create(
            CultureInfo.InvariantCulture,
            $$$"""{"person":"p{{{number % people}}}","event":"step","data":{"number":{{{number}}}}}""")));

    public void Add(string name, IEnumerable<string> lines)
    {
        string incoming = Directory.CreateDirectory(Path.Combine(Root, "incoming")).FullName;
        File.WriteAllLines(Path.Combine(Root, name + ".new"), lines);
        File.Move(Path.Combine(Root, name + ".new"), Path.Combine(incoming, name));
    }

    public string[] Rejected(string name) => File.ReadAllLines(Path.Combine(Root, "rejected", name));

    public string[] FilesIn(string folder) =>
        [.. Directory.EnumerateFiles(Path.Combine(Root, folder)).Select(static path => Path.GetFileName(path)).Order()];

    public SampleProgram StartWorker() => SampleProgram.Start("Worker", ["--queue", Root], new()
    {
        ["CustomerIo__SiteId"] = Simulator.SiteId,
        ["CustomerIo__TrackApiKey"] = Simulator.TrackApiKey,
        ["CustomerIo__TrackAddress"] = Simulator.TrackAddress.ToString(),
        ["CustomerIo__Track__Retry__MaxRetries"] = "0",
        ["CustomerIo__Track__CircuitBreaker__BreakDuration"] = "00:00:00.5",
        ["CustomerIo__Fallback__MaxDrainDelay"] = "00:00:00.1",
    });

    public static SampleProgram StartShow(string queue) => SampleProgram.Start("Worker", ["--queue", queue, "--outage", "1"]);

    /// <summary>The numbers of a person's events in the order they took effect.</summary>
    public IEnumerable<int> NumbersOf(string person) => Simulator.EventsOf(person)
        .Select(static one => one.Attributes.GetProperty("number").GetInt32());

    public async ValueTask DisposeAsync()
    {
        await Simulator.DisposeAsync();
        Directory.Delete(Root, recursive: true);
    }
}
