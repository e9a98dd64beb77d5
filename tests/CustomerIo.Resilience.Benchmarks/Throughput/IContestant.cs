namespace CustomerIo.Resilience.Benchmarks.Throughput;

/// <summary>One way to bring events to the server.</summary>
internal interface IContestant
{
    string Name { get; }

    /// <summary>Sends for so long, and waits until the server has all of it; gives the number of events.</summary>
    Task<long> RunAsync(TimeSpan duration);

    /// <summary>How many events the server got, by its own counts.</summary>
    long EventsIn(ServerCounts counts);
}
