using BenchmarkDotNet.Attributes;
using CustomerIo.Resilience.Benchmarks.Throughput;

namespace CustomerIo.Resilience.Benchmarks.Micro;

/// <summary>
/// Enqueue in bursts that memory has room for, against a server in a process of its own; everything is delivered between two
/// of them.
/// </summary>
public class EnqueueBenchmarks
{
    private const int Burst = 20_000;

    private readonly Dictionary<string, object?> _data = SampleEvents.MakeData(42);
    private ServerProcess? _server;
    private Application? _application;

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _server = await ServerProcess.StartAsync();
        _application = await Application.StartAsync(_server.Address);
    }

    [IterationCleanup]
    public void Deliver() => _application!.DeliverAll();

    [Benchmark(OperationsPerInvoke = Burst)]
    public void Enqueue()
    {
        for (long number = 0; number < Burst; number++)
        {
            _application!.Enqueue(number, _data);
        }
    }

    [GlobalCleanup]
    public async Task CleanUpAsync()
    {
        await _application!.DisposeAsync();
        await _server!.DisposeAsync();
    }
}
