using System.Buffers;
using System.Text.Json;
using CustomerIo.Resilience.Benchmarks.Micro;
using CustomerIo.Resilience.Delivery.Intake.Contents;
using CustomerIo.Resilience.Events;

namespace CustomerIo.Resilience.Benchmarks.Throughput;

/// <summary>
/// What it takes to write a typed event's data as JSON into a buffer that is reused, against the serializer with its generated
/// code, and against a dictionary.
/// </summary>
internal static class WritingProbe
{
    private const int Burst = 4_000;
    private const int BurstsInRun = 200;

    public static void Run(ThroughputOptions options, Report report)
    {
        JsonBuffer json = new();
        ArrayBufferWriter<byte> buffer = new(1024);
        using Utf8JsonWriter writer = new(buffer);
        Dictionary<string, object?> dictionary = SampleEvents.MakeData(0);
        int bursts = BurstsInRun * options.Runs;
        double[] typed = new double[bursts];
        double[] overSerializer = new double[bursts];
        double[] overDictionary = new double[bursts];

        // In turns, because a machine is not equally fast all the time; the first round is the warm-up.
        for (int round = 0; round < 2; round++)
        {
            for (int burst = 0; burst < bursts; burst++)
            {
                typed[burst] = ThreadMeter.Nanoseconds(Burst, WriteTyped);
                overSerializer[burst] = typed[burst] / ThreadMeter.Nanoseconds(Burst, Serialize);
                overDictionary[burst] = typed[burst] / ThreadMeter.Nanoseconds(Burst, WriteNamed);
            }
        }

        report.Ratio("typed_write_vs_serializer", Report.MedianOf(overSerializer));
        report.Ratio("typed_write_vs_dictionary", Report.MedianOf(overDictionary));
        report.Figure("typed_write_ns", Report.MedianOf(typed), "ns");

        void WriteTyped(long number)
        {
            json.Clear();
            new TypedEvent<OrderCompleted>(SampleEvents.MakeTyped(number)).WriteData(json);
        }

        void Serialize(long number)
        {
            buffer.ResetWrittenCount();
            writer.Reset();
            JsonSerializer.Serialize(writer, SampleEvents.MakeTyped(number), SampleJsonContext.Default.OrderCompleted);
        }

        void WriteNamed(long number)
        {
            json.Clear();
            new NamedEvent(SampleEvents.Name, dictionary).WriteData(json);
        }
    }
}
