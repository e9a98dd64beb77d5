using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CustomerIo.Resilience.Generators.Tests.EndToEnd;

public sealed class WireTests : IAsyncLifetime
{
    private static readonly Ulid Id = Ulid.Parse("01J00000000000000000000000");
    private static readonly DateTimeOffset At = new(2026, 3, 1, 12, 30, 0, TimeSpan.FromHours(1));
    private static readonly EventOptions Stamped = new() { Id = Id, Timestamp = At };

    private TypedApp _app = null!;

    public async ValueTask InitializeAsync() => _app = await TypedApp.StartAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Every_type_of_member_arrives_byte_for_byte()
    {
        Everything all = new()
        {
            Text = "a \"quoted\"\n\u0001 ü 日本 \ud83d\ude00",
            Character = '"',
            Flag = true,
            Small = 255,
            Number = -7,
            Large = long.MinValue,
            Largest = ulong.MaxValue,
            Share = 0.1f,
            Distance = 1e300,
            Money = 99.90m,
            Id = Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e", CultureInfo.InvariantCulture),
            Link = new Uri("https://example.com/ü?a=b"),
            Plan = Plan.ProPlus,
            At = At,
            Day = new DateOnly(2026, 3, 1),
            Utc = new DateTime(2026, 3, 1, 11, 30, 0, DateTimeKind.Utc),
            IsoUtc = new DateTime(2026, 3, 1, 11, 30, 0, 250, DateTimeKind.Utc),
            IsoAt = At,
            IsoDay = new DateOnly(2026, 3, 1),
            Tags = ["a", null, "b"],
            Table = [[1, 2], [], [3]],
            Prices = new() { ["EUR"] = 1.5m, ["a \"b\""] = 2 },
            Loose = new Dictionary<string, object?> { ["x"] = 1, ["y"] = null, ["z"] = new[] { "q" } },
            Address = new Address("Main", Billing: new Address("Side", "Köln")),
            Element = JsonSerializer.Deserialize<JsonElement>("{ \"e\": [1, 2] }"),
            Node = new JsonObject { ["n"] = "m" },
            Foreign = new Foreign(1, 2),
            Ignored = "secret",
            Renamed = "r",
            More = new() { ["extra"] = true, ["at_last"] = At },
        };

        (await _app.Client.TrackAsync("42", all, Stamped)).Status.ShouldBe(DeliveryStatus.Delivered);

        _app.LastBody.ShouldBe(
            """{"batch":[{"type":"person","action":"event","identifiers":{"id":"42"},"name":"every \"type\" ü","attributes":{"""
            + """
            "text":"a \"quoted\"\n\u0001 ü 日本 😀","character":"\"","flag":true,"small":255,"number":-7,"large":-9223372036854775808,
            "largest":18446744073709551615,"share":0.1,"distance":1E+300,"money":99.90,"id":"0f8fad5b-d9cb-469f-a165-70867728950e",
            "link":"https://example.com/ü?a=b","plan":"pro_plus","at":1772364600,"day":1772323200,"utc":1772364600,
            "iso_utc":"2026-03-01T11:30:00.25+00:00","iso_at":"2026-03-01T12:30:00+01:00","iso_day":"2026-03-01",
            "tags":["a",null,"b"],"table":[[1,2],[],[3]],"prices":{"EUR":1.5,"a \"b\"":2},"loose":{"x":1,"y":null,"z":["q"]},
            "address":{"street":"Main","billing":{"street":"Side","city":"Köln"}},"element":{"e":[1,2]},"node":{"n":"m"},
            "foreign":{"Left":1,"Right":2},"written":null,"Other-Name":"r","extra":true,"at_last":1772364600
            """.ReplaceLineEndings(string.Empty)
            + """},"id":"01J00000000000000000000000","timestamp":1772364600}]}""");
    }

    [Fact]
    public async Task What_is_null_is_left_out()
    {
        await _app.Client.TrackAsync("42", new Everything(), Stamped);

        _app.LastBody.ShouldContain("\"attributes\":{\"written\":null}");
    }

    [Fact]
    public async Task Attributes_of_a_person_arrive_byte_for_byte()
    {
        Profile profile = new("a@example.com", Plan.Enterprise, At) { More = new() { ["score"] = 7 } };

        await _app.Client.IdentifyAsync("42", profile, new() { Timestamp = At });

        _app.LastBody.ShouldBe(
            """{"batch":[{"type":"person","action":"identify","identifiers":{"id":"42"},"timestamp":1772364600,"attributes":{""" +
            """
            "email":"a@example.com","plan":"enterprise!","created_at":1772364600,"score":7}}]}
            """);
    }

    [Fact]
    public async Task A_type_and_a_dictionary_with_the_same_content_are_the_same_bytes()
    {
        await _app.Client.TrackAsync("42", new Tiny(7), Stamped);
        string typed = _app.LastBody;

        await _app.Client.TrackAsync("42", "tiny", new() { ["number"] = 7 }, Stamped);

        typed.ShouldBe(_app.LastBody);
    }

    [Fact]
    public async Task Events_of_somebody_anonymous_and_in_the_background_are_typed_too()
    {
        await _app.Client.TrackAnonymousAsync("visitor-1", new Tiny(1), Stamped);
        _app.LastBody.ShouldBe(
            """{"anonymous_id":"visitor-1","name":"tiny","data":{"number":1},"id":"01J00000000000000000000000","timestamp":1772364600}""");

        _app.Tracker.Enqueue("42", new Tiny(2)).Status.ShouldBe(DeliveryStatus.Queued);
        _app.Tracker.EnqueueIdentify("42", new Profile("b@example.com")).Status.ShouldBe(DeliveryStatus.Queued);
        await _app.Client.FlushAsync();

        _app.LastBody.ShouldContain("\"attributes\":{\"number\":2}");
        _app.LastBody.ShouldContain("\"attributes\":{\"email\":\"b@example.com\"}");
    }

    [Fact]
    public async Task An_event_that_inherits_has_all_members_and_its_own_name()
    {
        await _app.Client.TrackAsync("42", new NamedTwice("a", "b"), Stamped);
        _app.LastBody.ShouldContain("\"name\":\"named_twice\",\"attributes\":{\"name\":\"a\",\"second\":\"b\"}");

        await _app.Client.TrackAsync<Named>("42", new NamedTwice("a", "b"), Stamped);
        _app.LastBody.ShouldContain("\"name\":\"named\",\"attributes\":{\"name\":\"a\"}");
    }

    [Fact]
    public async Task An_enum_value_without_a_name_is_its_number()
    {
        await _app.Client.TrackAsync("42", new Everything { Plan = (Plan)77 });

        _app.LastBody.ShouldContain("\"attributes\":{\"plan\":77,");
    }

    [Fact]
    public void The_list_of_all_events_has_names_types_and_members()
    {
        CustomerIoEvents.All.Select(static info => info.Name).ShouldBe(["every \"type\" ü", "named", "named_twice", "numbers", "tiny"]);
        CustomerIoEventInfo tiny = CustomerIoEvents.All[^1];
        tiny.Type.ShouldBe(typeof(Tiny).FullName);
        tiny.Members.ShouldBe([new CustomerIoMemberInfo("number", "integer")]);
    }
}
