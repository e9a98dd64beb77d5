namespace CustomerIo.Resilience.Testing.Tests;

/// <summary>A simulator and a client of it for each test.</summary>
public abstract class SimulatorTest : IAsyncLifetime
{
    internal CustomerIoSimulator Simulator { get; private set; } = null!;

    internal SimulatorClient Client { get; private set; } = null!;

    protected virtual CustomerIoSimulatorOptions Options => new();

    public async ValueTask InitializeAsync()
    {
        Simulator = await CustomerIoSimulator.StartAsync(Options);
        Client = new SimulatorClient(Simulator);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Simulator.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    internal static string Ulid(int number) => $"01HZX0000000000000{number:00000000}";
}
