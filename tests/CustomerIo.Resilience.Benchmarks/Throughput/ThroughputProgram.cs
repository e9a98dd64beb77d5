namespace CustomerIo.Resilience.Benchmarks.Throughput;

/// <summary>Measures the library against what the same machine does without it, in the same minutes.</summary>
internal static class ThroughputProgram
{
    private const int BaselineConcurrency = 10;
    private const int AwaitingCallers = 1_000;
    private const int FewConnections = 2;
    private const int EnqueueingThreads = 2;

    public static async Task<int> RunAsync(ThroughputOptions options, TextWriter output)
    {
        Report report = new(output);
        if (options.Includes("pipeline"))
        {
            PipelineProbe.Run(options, report);
        }

        if (options.Includes("writing"))
        {
            WritingProbe.Run(options, report);
        }

        await using ServerProcess server = await ServerProcess.StartAsync();
        await using Application application = await Application.StartAsync(server.Address);
        report.Figure("event_size", SampleEvents.Size, "bytes");
        if (options.Includes("enqueue"))
        {
            await EnqueueProbe.RunAsync(application, options, report);
        }

        if (options.IncludesRace)
        {
            await RaceAsync(server, application, options, report);
        }

        if (options.Includes("memory"))
        {
            await MemoryProbe.RunAsync(application, options, report);
        }

        report.Figure("pauses_for_room", application.Pauses, "times");
        report.Figure("most_stored", application.MostStored, "events");
        return 0;
    }

    private static async Task RaceAsync(
        ServerProcess server, Application application, ThroughputOptions options, Report report)
    {
        void EnqueueNew(long number) => application.Enqueue(number, SampleEvents.MakeData(number));
        void EnqueueTyped(long number) => application.Enqueue(number, SampleEvents.MakeTyped(number));
        Dictionary<string, object?> reused = SampleEvents.MakeData(0);
        EnqueueContestant making = new("batch", application, EnqueueNew);
        EnqueueContestant together = new("batch_2_threads", application, EnqueueNew, EnqueueingThreads);
        EnqueueContestant reusing = new("batch_dictionary_reused", application, number => application.Enqueue(number, reused));
        EnqueueContestant typed = new("typed_batch", application, EnqueueTyped);
        EnqueueContestant typedTogether = new("typed_batch_2_threads", application, EnqueueTyped, EnqueueingThreads);
        AwaitedContestant awaited = new(application, AwaitingCallers);
        using ReadyMadeContestant asLanes = new(server.Address, new DeliveryOptions().Lanes);
        using ReadyMadeContestant few = new(server.Address, FewConnections);
        using OnePerEventContestant onePerEvent = new(server.Address, BaselineConcurrency);
        IContestant[] all = [making, asLanes, typed, together, reusing, few, typedTogether, awaited, onePerEvent];
        if (all.FirstOrDefault(contestant => options.Only.Contains(contestant.Name)) is { } single)
        {
            all = [single];
        }

        Race race = new(server, options);
        await race.RunAsync(all);
        foreach (IContestant contestant in all)
        {
            report.Figure($"{contestant.Name}_rate", race.MedianOf(contestant.Name, run => run.EventsPerSecond), "events/s");
            report.Figure($"{contestant.Name}_cpu", race.MedianOf(contestant.Name, run => run.CpuMicroseconds), "us/event");
            report.Figure(
                $"{contestant.Name}_batch", race.MedianOf(contestant.Name, run => run.EventsPerRequest), "events/request");
        }

        if (all.Length == 1)
        {
            return;
        }

        report.Ratio("batch_vs_ready_made", race.Ratio(making.Name, asLanes.Name));
        report.Ratio("typed_batch_vs_ready_made", race.Ratio(typed.Name, asLanes.Name));
        report.Ratio("typed_batch_vs_ready_made_2_threads", race.Ratio(typedTogether.Name, asLanes.Name));
        report.Ratio("batch_vs_ready_made_dictionary_reused", race.Ratio(reusing.Name, asLanes.Name));
        report.Ratio("batch_vs_ready_made_2_threads", race.Ratio(together.Name, asLanes.Name));
        report.Ratio("batch_vs_ready_made_2_connections", race.Ratio(making.Name, few.Name));
        report.Ratio("batch_vs_one_per_event", race.Ratio(making.Name, onePerEvent.Name));
        report.Ratio("awaited_vs_one_per_event", race.Ratio(awaited.Name, onePerEvent.Name));
    }
}
