using System.Text;
using System.Text.Json;
using CustomerIo.Resilience.Http;
using CustomerIo.Resilience.Track;

namespace CustomerIo.Resilience.Tests.Track;

public sealed class TrackShapeTests
{
    private static readonly DateTimeOffset Time = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
    private static readonly IReadOnlyList<TrackShape> Shapes = TrackShape.ReadAll();

    [Fact]
    public async Task Every_request_has_the_shape_that_the_reference_gives_its_operation()
    {
        IReadOnlyList<HttpCall> calls = await CallEverythingAsync();

        IEnumerable<string> problems = calls.SelectMany(
            call => ShapeOf(call).Compare(call.Body).Select(problem => $"{call.Method} {call.Path}: {problem}"));

        problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_operation_of_the_reference_has_a_request()
    {
        IReadOnlyList<HttpCall> calls = await CallEverythingAsync();

        calls.Select(call => ShapeOf(call).Header).Distinct()
            .ShouldBe(Shapes.Select(static shape => shape.Header), ignoreOrder: true);
    }

    [Fact]
    public async Task Every_item_of_a_batch_has_the_shape_of_its_operation()
    {
        RecordingHttp http = new();
        TrackClient client = new(http, new CountingIds());
        TrackEntity[] entities = [.. TrackEntitySamples.All.Values.Select(static sample => sample.Entity)];

        await client.SendBatchAsync(entities);

        using JsonDocument batch = JsonDocument.Parse(http.Call.Body);
        foreach (JsonElement item in batch.RootElement.GetProperty("batch").EnumerateArray())
        {
            byte[] body = Encoding.UTF8.GetBytes(item.GetRawText());
            HttpCall single = http.Call with { Path = "/api/v2/entity", Body = body };
            ShapeOf(single).Compare(single.Body).ShouldBeEmpty();
        }
    }

    [Theory]
    [InlineData("""{"name":"a","surprise":1}""", "surprise is unknown")]
    [InlineData("""{"id":"01J00000000000000000000001"}""", "name is missing")]
    [InlineData("""{"name":"a","timestamp":1700000000000}""", "not so")]
    [InlineData("""{"name":"a","id":"not-a-ulid"}""", "not so")]
    [InlineData("""{"name":"a","type":"click"}""", "not so")]
    public void The_comparison_finds_what_is_wrong(string body, string problem) =>
        Shapes.Single(static shape => shape.Header == "POST /api/v1/events")
            .Compare(Encoding.UTF8.GetBytes(body))
            .ShouldHaveSingleItem()
            .ShouldContain(problem);

    private static TrackShape ShapeOf(HttpCall call)
    {
        string? entity = null;
        if (call.Path == "/api/v2/entity")
        {
            using JsonDocument document = JsonDocument.Parse(call.Body);
            entity = $"{document.RootElement.GetProperty("type")} {document.RootElement.GetProperty("action")}";
        }

        return Shapes.Single(shape => shape.Fits(call.Method.Method, call.Path.Split('?')[0], entity));
    }

    private static async Task<IReadOnlyList<HttpCall>> CallEverythingAsync()
    {
        RecordingHttp http = new();
        TrackClient client = new(http, new CountingIds());
        Device device = new("token", DevicePlatform.IOS)
        {
            LastUsed = Time,
            Attributes = new() { ["app_version"] = "1" },
        };
        await client.IdentifyAsync(
            "42", new() { ["email"] = "a@b.c", ["created_at"] = Time, ["_update"] = true, ["own"] = 1 });
        await client.DeleteAsync("42");
        await client.SuppressAsync("42");
        await client.UnsuppressAsync("42");
        await client.AddDeviceAsync("42", device);
        await client.DeleteDeviceAsync("42", "token");
        await client.MergeAsync("42", PersonId.CioId("1"));
        await client.SubmitFormAsync("form", "42", new Dictionary<string, string> { ["a"] = "b" });
        await client.ReportPushEventAsync(new PushEvent("d", PushEventName.Converted, "token") { Timestamp = Time });
        await client.AddToSegmentAsync(1, ["1"]);
        await client.RemoveFromSegmentAsync(1, ["1"], PersonIdKind.CioId);
        await client.UnsubscribeAsync("d");
        await client.GetRegionAsync();
        foreach (TrackEventKind kind in Enum.GetValues<TrackEventKind>())
        {
            TrackEvent trackEvent = new("a")
            {
                Kind = kind,
                Timestamp = Time,
                Data = new() { ["b"] = 1 },
                AnonymousId = "c",
            };
            await client.TrackAsync("42", trackEvent);
            await client.TrackAnonymousAsync(trackEvent);
        }

        foreach (DeliveryMetricName metric in Enum.GetValues<DeliveryMetricName>())
        {
            await client.ReportMetricAsync(
                new DeliveryMetric("d", metric) { Timestamp = Time, Recipient = "r", Reason = "s", Href = "t" });
        }

        foreach ((TrackEntity entity, _) in TrackEntitySamples.All.Values)
        {
            await client.SendEntityAsync(entity);
        }

        return http.Calls;
    }
}
