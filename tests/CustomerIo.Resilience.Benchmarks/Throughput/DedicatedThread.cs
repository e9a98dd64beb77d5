namespace CustomerIo.Resilience.Benchmarks.Throughput;

/// <summary>A producer that blocks must not hold a thread of the pool, which the sending needs.</summary>
internal static class DedicatedThread
{
    public static Task RunAsync(Action work) => Task.Factory.StartNew(
        work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
