using System.Buffers;
using System.Text.Json;
using CustomerIo.Resilience.Benchmarks.Micro;
using CustomerIo.Resilience.Delivery.Contents;
using CustomerIo.Resilience.Events;

namespace CustomerIo.Resilience.Benchmarks.Throughput;

/// <summary>
/// What it takes to write a typed event's data as JSON into a buffer that is reused, against the serializer with its generated
/// code, and against a dictionary.
/// </summary>
internal static class WritingProbe
{
    private const int Burst = 20_000;
    private const int BurstsInRun = 50;

    public static void Run(ThroughputOptions options, Report report)
    {
        JsonBuffer json = new();
        ArrayBufferWriter<byte> buffer = new(1024);
        using Utf8JsonWriter writer = new(buffer);
        Dictionary<string, object?> dictionary = SampleEvents.MakeData(0);
        Cost typed = default;
        Cost serialized = default;
        Cost named = default;

        // The first round is the warm-up.
        for (int round = 0; round < 2; round++)
        {
            int bursts = BurstsInRun * options.Runs;
            typed = ThreadMeter.Measure(bursts, Burst, number =>
            {
                json.Clear();
                new TypedEvent<OrderCompleted>(SampleEvents.MakeTyped(number)).WriteData(json);
            });
            serialized = ThreadMeter.Measure(bursts, Burst, number =>
            {
                buffer.ResetWrittenCount();
                writer.Reset();
                JsonSerializer.Serialize(writer, SampleEvents.MakeTyped(number), SampleJsonContext.Default.OrderCompleted);
            });
            named = ThreadMeter.Measure(bursts, Burst, _ =>
            {
                json.Clear();
                new NamedEvent(SampleEvents.Name, dictionary).WriteData(json);
            });
        }

        report.Ratio("typed_write_vs_serializer", typed.Nanoseconds / serialized.Nanoseconds);
        report.Ratio("typed_write_vs_dictionary", typed.Nanoseconds / named.Nanoseconds);
        report.Figure("typed_write_ns", typed.Nanoseconds, "ns");
    }
}
