using CustomerIo.Resilience.Tests.Support;

namespace CustomerIo.Resilience.Tests.Face;

/// <summary>Breaking a limit is an answer, no exception: what just fits is delivered, one byte more is not.</summary>
public sealed class ClientLimitTests
{
    // The euro sign is three bytes of UTF-8, so bytes and characters differ.
    private static readonly string Euros = new('€', 400);

    [Fact]
    public async Task A_persons_id_may_have_150_bytes()
    {
        await using Workbench bench = await Workbench.StartAsync();
        string fits = Euros[..50];
        string tooLong = Euros[..50] + "x";

        await ShouldFit(bench, client => client.IdentifyAsync(fits));
        await ShouldFit(bench, client => client.TrackAsync(fits, "seen"));
        await ShouldFit(bench, client => client.DeleteAsync(fits));
        await ShouldBreak(
            bench,
            tooLong,
            "id is 151 bytes of UTF-8; Customer.io allows 150",
            client => client.IdentifyAsync(tooLong));
        await ShouldBreak(bench, tooLong, "Use a shorter id", client => client.TrackAsync(tooLong, "seen"));
        await ShouldBreak(bench, tooLong, "allows 150", client => client.SuppressAsync(tooLong));
        await ShouldBreak(bench, tooLong, "allows 150", client => client.MergeAsync("ada", tooLong));
        await ShouldBreak(
            bench,
            tooLong,
            "allows 150",
            client => client.AddRelationshipsAsync(tooLong, [new(ObjectId.Of(1, "acme"))]));
    }

    [Fact]
    public async Task An_events_name_may_have_100_bytes()
    {
        await using Workbench bench = await Workbench.StartAsync();
        string fits = Euros[..33] + "x";
        string tooLong = Euros[..33] + "xy";

        await ShouldFit(bench, client => client.TrackAsync("ada", fits));
        await ShouldFit(bench, client => client.TrackAnonymousAsync("visitor", fits));
        await ShouldFit(bench, client => client.PageAsync("ada", $"  {fits} "));
        await ShouldBreak(
            bench,
            tooLong,
            "name is 101 bytes of UTF-8; Customer.io allows 100",
            client => client.TrackAsync("ada", tooLong));
        await ShouldBreak(bench, tooLong, "details go in the data", client => client.ScreenAsync("ada", tooLong));
        await ShouldBreak(bench, tooLong, "allows 100", client => client.TrackAnonymousAsync("visitor", tooLong));
    }

    [Fact]
    public async Task An_attributes_name_may_have_150_bytes_and_its_value_1000()
    {
        await using Workbench bench = await Workbench.StartAsync();
        string name = Euros[..50];
        string value = Euros[..333] + "x";
        Uri home = new("https://example.com/" + new string('a', 981));

        await ShouldFit(bench, client => client.IdentifyAsync("ada", new() { [name] = value }));
        await ShouldFit(bench, client => client.IdentifyObjectAsync(ObjectId.Of(1, "acme"), new() { [name] = value }));
        await ShouldFit(bench, client => client.TrackAsync("ada", "seen", new() { [name + "x"] = value + "x" }));
        await ShouldBreak(
            bench, name, "name is 151 bytes", client => client.IdentifyAsync("ada", new() { [name + "x"] = 1 }));
        await ShouldBreak(
            bench,
            Euros[..333],
            "'bio' is 1001 bytes",
            client => client.IdentifyAsync("ada", new() { ["bio"] = value + "x" }));
        await ShouldBreak(
            bench,
            Euros[..333],
            "'bio' is 1001 bytes",
            client => client.IdentifyObjectAsync(ObjectId.Of(1, "acme"), new() { ["bio"] = value + "x" }));
        await ShouldBreak(
            bench,
            "example.com",
            "'home' is 1001 bytes",
            client => client.IdentifyAsync("ada", new() { ["home"] = home }));
    }

    [Fact]
    public async Task A_person_may_have_300_attributes_in_a_call()
    {
        await using Workbench bench = await Workbench.StartAsync();

        await ShouldFit(bench, client => client.IdentifyAsync("ada", Attributes(300)));
        await ShouldBreak(
            bench,
            "a0",
            "301 attributes were given; Customer.io allows 300",
            client => client.IdentifyAsync("ada", Attributes(301)));
        await ShouldBreak(
            bench,
            "a0",
            "301 attributes",
            client => client.IdentifyObjectAsync(ObjectId.Of(1, "acme"), Attributes(301)));
    }

    [Fact]
    public async Task An_operation_may_have_32000_bytes()
    {
        await using Workbench bench = await Workbench.StartAsync();
        await ShouldFit(bench, client => client.TrackAsync("ada", "seen", new() { ["text"] = string.Empty }));
        int empty = WireBody.Item(bench.Simulator.Requests[^1]).Length;
        string fits = new('x', 32_000 - empty);

        await ShouldFit(bench, client => client.TrackAsync("ada", "seen", new() { ["text"] = fits }));
        WireBody.Item(bench.Simulator.Requests[^1]).Length.ShouldBe(32_000);
        await ShouldBreak(
            bench,
            "xxx",
            "32001 bytes of UTF-8; Customer.io allows 32000. Send less",
            client => client.TrackAsync("ada", "seen", new() { ["text"] = fits + "x" }));
        await ShouldBreak(
            bench,
            "xxx",
            "allows 32000",
            client => client.TrackAnonymousAsync("v", "seen", new() { ["text"] = new string('x', 32_000) }));
        await ShouldBreak(bench, "xxx", "allows 32000", client => client.AddDeviceAsync(
            "ada", new Device("token", DevicePlatform.IOS) { Attributes = new() { ["text"] = new string('x', 32_000) } }));
    }

    [Theory]
    [InlineData(40_000)]
    [InlineData(110_000)]
    public async Task An_object_that_is_too_large_is_an_answer_however_large(int bytes)
    {
        await using Workbench bench = await Workbench.StartAsync();
        Dictionary<string, object?> attributes = Enumerable.Range(0, bytes / 1000)
            .ToDictionary(index => $"a{index}", object? (_) => new string('x', 1000));

        await ShouldBreak(
            bench,
            "xxx",
            "Customer.io allows",
            client => client.IdentifyObjectAsync(ObjectId.Of(1, "acme"), attributes));
    }

    [Fact]
    public async Task A_count_of_milliseconds_is_noticed()
    {
        await using Workbench bench = await Workbench.StartAsync();
        const long Seconds = 1_700_000_000;

        await ShouldFit(bench, client => client.IdentifyAsync("ada", new() { ["created_at"] = Seconds }));
        await ShouldFit(bench, client => client.IdentifyAsync("ada", new() { ["balance"] = Seconds * 1000 }));
        const long Milliseconds = Seconds * 1000;
        object[] counts = [
            Milliseconds,
            (ulong)Milliseconds,
            (float)Milliseconds,
            (double)Milliseconds,
            (decimal)Milliseconds
        ];
        foreach (object milliseconds in counts)
        {
            await ShouldBreak(
                bench,
                "1700000000000",
                "Customer.io takes seconds. Use a DateTimeOffset, or divide by 1,000",
                client => client.IdentifyAsync("ada", new() { ["created_at"] = milliseconds }));
        }

        await ShouldBreak(bench, "6000", "'timestamp'", client => client.TrackAsync(
            "ada", "seen", options: new() { Timestamp = new DateTimeOffset(6000, 1, 1, 0, 0, 0, TimeSpan.Zero) }));
        await ShouldBreak(bench, "6000", "'timestamp'", client => client.IdentifyAsync(
            "ada", options: new() { Timestamp = new DateTimeOffset(6000, 1, 1, 0, 0, 0, TimeSpan.Zero) }));
    }

    [Fact]
    public async Task An_event_whose_id_is_the_persons_is_not_sent()
    {
        await using Workbench bench = await Workbench.StartAsync();
        Ulid id = Ulid.FromKey("ada");
        PersonId person = id.ToString().ToLowerInvariant();

        await ShouldBreak(
            bench,
            id.ToString(),
            "Leave the id out",
            client => client.TrackAsync(person, "seen", options: new() { Id = id }));
        await ShouldFit(bench, client => client.TrackAsync(person, "seen"));
    }

    [Fact]
    public async Task What_is_enqueued_breaks_limits_in_the_same_way()
    {
        await using Workbench bench = await Workbench.StartAsync();

        DeliveryResult result = bench.Tracker.Enqueue("ada", new string('n', 101));

        (result.Status, result.Reason, result.IsAccepted)
            .ShouldBe((DeliveryStatus.Rejected, RejectionReason.Invalid, false));
        result.Error!.Message!.ShouldContain("101 bytes");
        bench.Tracker.EnqueueIdentify(new string('n', 151)).Reason.ShouldBe(RejectionReason.Invalid);
        bench.Status.Figures.Accepted.ShouldBe(0);
    }

    private static Dictionary<string, object?> Attributes(int count) =>
        Enumerable.Range(0, count).ToDictionary(index => $"a{index}", object? (index) => index);

    private static async Task ShouldFit(Workbench bench, Func<ICustomerIoClient, Task<DeliveryResult>> call)
    {
        DeliveryResult result = await call(bench.Client);
        result.Status.ShouldBe(DeliveryStatus.Delivered, result.Error?.ToString());
    }

    private static async Task ShouldBreak(
        Workbench bench, string value, string words, Func<ICustomerIoClient, Task<DeliveryResult>> call)
    {
        long requests = bench.Simulator.RequestCount;

        DeliveryResult result = await call(bench.Client);

        (result.Status, result.Reason).ShouldBe((DeliveryStatus.Rejected, RejectionReason.Invalid));
        result.Error!.Message!.ShouldContain(words);
        result.Error!.Message!.ShouldNotContain(value);
        bench.Simulator.RequestCount.ShouldBe(requests);
    }
}
