using BenchmarkDotNet.Attributes;
using CustomerIo.Resilience.Benchmarks.Throughput;

namespace CustomerIo.Resilience.Benchmarks.Micro;

/// <summary>
/// Enqueue in bursts that memory has room for, against a server in a process of its own; everything is delivered between two
/// of them.
/// </summary>
// One burst is an iteration, so it takes many to warm up.
[WarmupCount(100)]
[IterationCount(50)]
public class EnqueueBenchmarks
{
    private const int Burst = 20_000;

    private readonly Dictionary<string, object?> _data = SampleEvents.MakeData(42);
    private ServerProcess? _server;
    private Application? _application;

    [GlobalSetup]
    public void SetUp()
    {
        _server = Task.Run(ServerProcess.StartAsync).GetAwaiter().GetResult();
        _application = Task.Run(() => Application.StartAsync(_server.Address)).GetAwaiter().GetResult();
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
    public void CleanUp() => Task.Run(CleanUpAsync).GetAwaiter().GetResult();

    private async Task CleanUpAsync()
    {
        await _application!.DisposeAsync();
        await _server!.DisposeAsync();
    }
}
