using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;
using CustomerIo.Resilience.Testing;
using CustomerIo.Resilience.Tests.Support;

namespace CustomerIo.Resilience.Tests.Face;

/// <summary>What a caller's values look like on the wire, to the byte.</summary>
public sealed class AttributeTests
{
    private static readonly DateTimeOffset Moment = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.FromHours(2));

    [Fact]
    public async Task Every_type_of_value_arrives_as_the_json_it_stands_for()
    {
        using JsonDocument document = JsonDocument.Parse("""{"a":[1,"é"]}""");
        Dictionary<string, object?> data = new()
        {
            ["null"] = null,
            ["string"] = "text",
            ["char"] = 'x',
            ["true"] = true,
            ["byte"] = (byte)255,
            ["sbyte"] = (sbyte)-128,
            ["short"] = short.MinValue,
            ["ushort"] = ushort.MaxValue,
            ["int"] = int.MinValue,
            ["uint"] = uint.MaxValue,
            ["long"] = long.MinValue,
            ["ulong"] = ulong.MaxValue,
            ["float"] = 0.1f,
            ["double"] = 0.1 + 0.2,
            ["large"] = 1e300,
            ["decimal"] = 12.50m,
            ["offset"] = Moment,
            ["utc"] = Moment.UtcDateTime,
            ["local"] = Moment.LocalDateTime,
            ["date"] = new DateOnly(2026, 1, 2),
            ["guid"] = new Guid("0f8fad5b-d9cb-469f-a165-70867728950e"),
            ["uri"] = new Uri("https://example.com/a?b=c&d=é"),
            ["enum"] = DayOfWeek.Friday,
            ["array"] = new[] { 1, 2 },
            ["list"] = new List<object?> { "a", null, true },
            ["lazy"] = Enumerable.Range(0, 3).Select(number => number * 2),
            ["nested"] = new Dictionary<string, object?> { ["a"] = new Dictionary<string, object?> { ["b"] = 1 } },
            ["sorted"] = new SortedDictionary<string, object?> { ["b"] = 1, ["a"] = 2 },
            ["strings"] = new Dictionary<string, string> { ["a"] = "b" },
            ["counts"] = new Dictionary<string, int> { ["a"] = 1 },
            ["table"] = new Hashtable { ["a"] = Moment },
            ["element"] = document.RootElement,
            ["document"] = document,
            ["undefined"] = default(JsonElement),
            ["node"] = new JsonObject { ["a"] = 1 },
            ["empty"] = new List<string>(),
            ["nothing"] = new Dictionary<string, object?>(),
        };

        string sent = await SentAsync(data);

        sent.ShouldBe(
            """{"null":null,"string":"text","char":"x","true":true,"byte":255,"sbyte":-128,"short":-32768,"ushort":65535,"""
            + "\"int\":-2147483648,\"uint\":4294967295,\"long\":-9223372036854775808,\"ulong\":18446744073709551615,"
            + "\"float\":0.1,\"double\":0.30000000000000004,\"large\":1E+300,\"decimal\":12.50,"
            + "\"offset\":1767315845,\"utc\":1767315845,\"local\":1767315845,\"date\":\"2026-01-02\","
            + "\"guid\":\"0f8fad5b-d9cb-469f-a165-70867728950e\",\"uri\":\"https://example.com/a?b=c&d=é\","
            + "\"enum\":\"Friday\",\"array\":[1,2],\"list\":[\"a\",null,true],\"lazy\":[0,2,4],"
            + "\"nested\":{\"a\":{\"b\":1}},\"sorted\":{\"a\":2,\"b\":1},\"strings\":{\"a\":\"b\"},"
            + "\"counts\":{\"a\":1},\"table\":{\"a\":1767315845},"
            + "\"element\":{\"a\":[1,\"é\"]},\"document\":{\"a\":[1,\"é\"]},\"undefined\":null,\"node\":{\"a\":1},"
            + "\"empty\":[],\"nothing\":{}}");
    }

    [Fact]
    public async Task Text_of_any_kind_arrives_as_it_was()
    {
        string sent = await SentAsync(new()
        {
            ["quotes"] = "say \"hi\" \\ <b>&'",
            ["control"] = "\0\u0001\b\f\n\r\t\u001f",
            ["delete"] = "\u007f\u0085\u2028\u2029",
            ["emoji"] = "👩‍🚀 ok",
            ["lone"] = "a\ud83db\udc69c\ud83d",
            ["na\"me\n"] = 1,
        });

        sent.ShouldBe(
            "{\"quotes\":\"say \\\"hi\\\" \\\\ <b>&'\",\"control\":\"\\u0000\\u0001\\u0008\\u000c\\n\\r\\t\\u001f\","
            + "\"delete\":\"\u007f\u0085\u2028\u2029\",\"emoji\":\"👩‍🚀 ok\","
            + "\"lone\":\"a\ufffdb\ufffdc\ufffd\",\"na\\\"me\\n\":1}");
    }

    [Fact]
    public async Task Json_with_comments_and_trailing_commas_arrives_without_them()
    {
        JsonDocumentOptions lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
        using JsonDocument document = JsonDocument.Parse("{\"a\": [1, 2,], /* why */ \"b\": \"\\u00e9\\n\",}", lenient);

        string sent = await SentAsync(new() { ["element"] = document.RootElement, ["document"] = document });

        sent.ShouldBe("""{"element":{"a":[1,2],"b":"é\n"},"document":{"a":[1,2],"b":"é\n"}}""");
    }

    [Fact]
    public async Task Json_whose_text_is_no_unicode_is_refused_by_name()
    {
        await using Workbench bench = await Workbench.StartAsync();
        using JsonDocument document = JsonDocument.Parse("""["secret \ud83d"]""");

        ArgumentException exception = await Should.ThrowAsync<ArgumentException>(
            () => bench.Client.TrackAsync("ada", "seen", new() { ["raw"] = document }));

        exception.Message.ShouldContain("'raw'");
        exception.Message.ShouldNotContain("secret");
    }

    [Fact]
    public async Task An_identify_is_sent_in_these_bytes()
    {
        await using Workbench bench = await Workbench.StartAsync();

        await bench.Client.IdentifyAsync(
            PersonId.Email("ada@example.com"),
            new() { ["name"] = "Ada" },
            new() { Timestamp = Moment, UpdateOnly = true });
        await bench.Client.IdentifyAsync("ada", options: new() { Timestamp = Moment, UpdateOnly = true });
        await bench.Client.IdentifyAsync(PersonId.CioId("0301"), options: new() { Timestamp = Moment });

        bench.Simulator.Requests.Select(WireBody.Item).ShouldBe(
        [
            """{"type":"person","action":"identify","identifiers":{"email":"ada@example.com"},"timestamp":1767315845,"attributes":{"name":"Ada","_update":true}}""",
            """{"type":"person","action":"identify","identifiers":{"id":"ada"},"timestamp":1767315845,"attributes":{"_update":true}}""",
            """{"type":"person","action":"identify","identifiers":{"cio_id":"0301"},"timestamp":1767315845,"attributes":{}}""",
        ]);
    }

    [Fact]
    public async Task Events_are_sent_in_these_bytes()
    {
        await using Workbench bench = await Workbench.StartAsync();
        EventOptions options = new() { Timestamp = Moment, Id = Ulid.Parse("01ARZ3NDEKTSV4RRFFQ69G5FAV") };

        await bench.Client.TrackAsync("ada", "bought", new() { ["n"] = 1 }, options);
        await bench.Client.PageAsync("ada", "/", options: options);
        await bench.Client.TrackAnonymousAsync("v", "bought", new() { ["n"] = 1 }, options);

        RecordedRequest[] requests = [.. bench.Simulator.Requests];
        WireBody.Item(requests[0]).ShouldBe(
            """{"type":"person","action":"event","identifiers":{"id":"ada"},"name":"bought","attributes":{"n":1},"id":"01ARZ3NDEKTSV4RRFFQ69G5FAV","timestamp":1767315845}""");
        WireBody.Item(requests[1]).ShouldBe(
            """{"type":"person","action":"page","identifiers":{"id":"ada"},"name":"/","attributes":{},"id":"01ARZ3NDEKTSV4RRFFQ69G5FAV","timestamp":1767315845}""");
        (requests[2].Path, requests[2].BodyText()).ShouldBe((
            "/api/v1/events",
            """{"anonymous_id":"v","name":"bought","data":{"n":1},"id":"01ARZ3NDEKTSV4RRFFQ69G5FAV","timestamp":1767315845}"""));
    }

    [Fact]
    public async Task The_two_stamps_are_off_until_asked_for()
    {
        await using Workbench bench = await Workbench.StartAsync();

        await bench.Client.IdentifyAsync("ada");
        await bench.Client.TrackAsync("ada", "seen");

        bench.Simulator.Person("ada")!.Attributes.Keys.ShouldNotContain("last_seen_at");
        WireBody.Attributes(bench.Simulator.Requests[^1]).ShouldBe("{}");
    }

    [Fact]
    public async Task The_two_stamps_say_when_the_call_was_made_and_leave_the_callers_own_alone()
    {
        FakeTime time = new(Moment);
        await using Workbench bench = await Workbench.StartAsync(
            options => (options.Delivery.StampLastSeenAt, options.Delivery.StampTrackedAt) = (true, true), time);
        EventOptions earlier = new() { Timestamp = Moment.AddDays(-1) };

        await bench.Client.IdentifyAsync("ada");
        await bench.Client.IdentifyAsync("ada", new() { ["a"] = 1 }, new() { UpdateOnly = true });
        await bench.Client.IdentifyAsync("ada", new() { ["last_seen_at"] = 5 });
        await bench.Client.TrackAsync("ada", "seen", options: earlier);
        await bench.Client.ScreenAsync("ada", "Home", new() { ["a"] = 1 }, earlier);
        await bench.Client.TrackAsync("ada", "seen", new() { ["tracked_at"] = null }, earlier);

        bench.Simulator.Requests.Select(WireBody.Attributes).ShouldBe(
        [
            """{"last_seen_at":1767315845}""",
            """{"a":1,"last_seen_at":1767315845,"_update":true}""",
            """{"last_seen_at":5}""",
            """{"tracked_at":1767315845}""",
            """{"a":1,"tracked_at":1767315845}""",
            """{"tracked_at":null}""",
        ]);
    }

    private static async Task<string> SentAsync(Dictionary<string, object?> data)
    {
        await using Workbench bench = await Workbench.StartAsync();
        DeliveryResult result = await bench.Client.TrackAsync("ada", "seen", data);
        result.Status.ShouldBe(DeliveryStatus.Delivered, result.Error?.ToString());
        return WireBody.Attributes(bench.Simulator.Requests.ShouldHaveSingleItem());
    }
}
