using System.Globalization;
using CustomerIo.Resilience.Testing;

namespace CustomerIo.Resilience.Benchmarks.Throughput;

/// <summary>
/// The server's side, a process of its own: the simulator, which reads, counts and says yes. It ends when its standard input
/// does, so it cannot outlive the program that started it.
/// </summary>
internal static class LoadServer
{
    public const string Argument = "serve";

    public static async Task<int> RunAsync(TextReader commands, TextWriter answers)
    {
        await using var simulator = await CustomerIoSimulator.StartAsync(
            new CustomerIoSimulatorOptions { Discard = true, RecordRequests = false });
        await answers.WriteLineAsync(simulator.TrackAddress.AbsoluteUri);
        await answers.FlushAsync();

        // Any line asks for the counts.
        while (await commands.ReadLineAsync() is not null)
        {
            await answers.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{simulator.RequestCount} {simulator.BodyBytes}"));
            await answers.FlushAsync();
        }

        return 0;
    }
}
