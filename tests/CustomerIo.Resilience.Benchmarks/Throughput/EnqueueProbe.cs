namespace CustomerIo.Resilience.Benchmarks.Throughput;

/// <summary>
/// What Enqueue costs the thread that calls it, in short bursts; between two of them everything is
/// delivered.
/// </summary>
internal static class EnqueueProbe
{
    private const int Burst = 4_000;
    private const int BurstsInRun = 200;

    public static Task RunAsync(Application application, ThroughputOptions options, Report report) =>
        DedicatedThread.RunAsync(() => Run(application, BurstsInRun * options.Runs, report));

    private static void Run(Application application, int bursts, Report report)
    {
        Cost reusing = default;
        Cost making = default;
        Cost makingAlone = default;
        Cost typed = default;
        Dictionary<string, object?> reused = SampleEvents.MakeData(0);

        // The first round is the warm-up.
        for (int round = 0; round < 2; round++)
        {
            reusing = ThreadMeter.Measure(bursts, Burst, number => application.Enqueue(number, reused), application.DeliverAll);
            making = ThreadMeter.Measure(
                bursts, Burst, number => application.Enqueue(number, SampleEvents.MakeData(number)), application.DeliverAll);
            typed = ThreadMeter.Measure(
                bursts, Burst, number => application.Enqueue(number, SampleEvents.MakeTyped(number)), application.DeliverAll);
            makingAlone = ThreadMeter.Measure(bursts, Burst, static number => GC.KeepAlive(SampleEvents.MakeData(number)));
        }

        Cost added = making - makingAlone;
        report.Ratio("enqueue_ns", reusing.Nanoseconds);
        report.Ratio("allocated_bytes_per_event", added.Bytes);
        report.Ratio("typed_allocated_bytes_per_event", typed.Bytes);
        report.Ratio("typed_enqueue_vs_dictionary", typed.Nanoseconds / making.Nanoseconds);
        report.Figure("typed_enqueue_ns", typed.Nanoseconds, "ns");
        report.Figure("enqueue_ns_fastest_tenth", reusing.FastNanoseconds, "ns");
        report.Figure("enqueue_ns_dictionary_made_per_event", added.Nanoseconds, "ns");
        report.Figure("allocated_bytes_per_event_dictionary_reused", reusing.Bytes, "bytes");
    }
}
