using CustomerIo.Resilience.Delivery.Lanes;
using CustomerIo.Resilience.Delivery.Intake;
using CustomerIo.Resilience.Delivery.Intake.Contents;
using CustomerIo.Resilience.Events;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Benchmarks.Throughput;

/// <summary>
/// Events as applications report them: a person, a name, four attributes; about 250 bytes on the wire. All are equally long,
/// so that bytes tell how many came.
/// </summary>
internal static class SampleEvents
{
    public const string Name = "order_completed";

    private const string OrderId = "2026-000042-EU";
    private const string Product = "annual subscription";
    private const int PersonCount = 10_000;
    private const int LeastAmount = 10_000;
    private const int AmountCount = 90_000;

    private static readonly string[] Ids =
        [.. Enumerable.Range(0, PersonCount).Select(static number => $"customer-{number:D8}")];

    private static readonly PersonId[] People = [.. Ids.Select(PersonId.Id)];

    /// <summary>One event, ready for the wire.</summary>
    public static byte[] Payload { get; } = Write(0);

    /// <summary>Bytes of one event in a batch, without the comma.</summary>
    public static int Size => Payload.Length;

    public static PersonId PersonOf(long number) => People[number % PersonCount];

    public static string IdOf(long number) => Ids[number % PersonCount];

    public static Dictionary<string, object?> MakeData(long number) => new()
    {
        ["order_id"] = OrderId,
        ["product"] = Product,
        ["amount"] = AmountOf(number),
        ["is_first"] = true,
    };

    /// <summary>The same, typed.</summary>
    public static OrderCompleted MakeTyped(long number) => new(OrderId, Product, AmountOf(number), IsFirst: true);

    /// <summary>How many events a server got in batches, if all it got were these.</summary>
    public static long InBatches(ServerCounts counts)
    {
        int around = "{\"batch\":[]}".Length - 1; // one event less has a comma
        long bytes = counts.BodyBytes - (counts.Requests * around);
        return bytes % (Size + 1) == 0
            ? bytes / (Size + 1)
            : throw new InvalidOperationException(
                $"{counts.BodyBytes} bytes in {counts.Requests} requests are no whole number of events of {Size} bytes.");
    }

    /// <summary>A body as large as Customer.io takes, and how many events it has.</summary>
    public static (byte[] Body, int Count) MakeBody()
    {
        JsonBuffer body = new(Batch.MaxBodyBytes);
        body.WriteRaw("{\"batch\":["u8);
        int count = 0;
        while (body.Length + Size + ",]}".Length <= Batch.MaxBodyBytes)
        {
            body.WriteRaw(count == 0 ? default : ","u8);
            body.WriteRaw(Write(count++));
        }

        body.WriteRaw("]}"u8);
        return (body.ToArray(), count);
    }

    private static int AmountOf(long number) => LeastAmount + (int)(number % AmountCount);

    private static byte[] Write(long number)
    {
        JsonBuffer json = new();
        EventEnvelope<NamedEvent> envelope = new(
            new UlidSource(TimeProvider.System).Next(),
            new NamedEvent(Name, MakeData(number)),
            TimeProvider.System.GetUtcNow(),
            null);
        EntityJson.WriteEvent(json, PersonOf(number), OperationKind.Event, in envelope);
        return json.ToArray();
    }
}
