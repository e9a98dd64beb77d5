using System.Globalization;
using System.Text.Json.Nodes;

namespace CustomerIo.Resilience.Generators.Tests.EndToEnd;

public sealed class BadValueTests : IAsyncLifetime
{
    private TypedApp _app = null!;

    public static TheoryData<Everything, string> Unwritable => new()
    {
        { new() { Distance = double.NaN }, "Attribute 'distance' is not a finite number" },
        { new() { Share = float.PositiveInfinity }, "Attribute 'share' is not a finite number" },
        { new() { Utc = new DateTime(2026, 3, 1, 0, 0, 0, DateTimeKind.Unspecified) }, "Attribute 'utc' is a DateTime of unspecified kind" },
        { new() { IsoUtc = new DateTime(2026, 3, 1, 0, 0, 0, DateTimeKind.Unspecified) }, "Attribute 'iso_utc' is a DateTime of unspecified kind" },
        { new() { Prices = new() { [""] = 1 } }, "An attribute has an empty name" },
        { new() { Loose = new Dictionary<string, object?> { ["what"] = TimeProvider.System } }, "Attribute 'what' has the type" },
        { new() { More = new() { ["number"] = 1 } }, "The additional entry 'number' has the name of a member. Set the member, or rename the entry." },
        { new() { Address = Nested(40) }, "Attribute 'billing' is nested more than 32 deep" },
    };

    public async ValueTask InitializeAsync() => _app = await TypedApp.StartAsync(static options => options.Delivery.StampLastSeenAt = true);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [MemberData(nameof(Unwritable))]
    public async Task What_has_no_JSON_form_throws_and_names_the_member(Everything value, string message)
    {
        (await Should.ThrowAsync<ArgumentException>(() => _app.Client.TrackAsync("42", value))).Message.ShouldStartWith(message);
        Should.Throw<ArgumentException>(() => _app.Tracker.Enqueue("42", value)).Message.ShouldStartWith(message);

        (await _app.Client.TrackAsync("42", new Tiny(1))).Status.ShouldBe(DeliveryStatus.Delivered);
    }

    [Fact]
    public async Task Nothing_is_no_event()
    {
        (await Should.ThrowAsync<ArgumentNullException>(() => _app.Client.TrackAsync<Everything>("42", null!))).ParamName.ShouldBe("data");
        (await Should.ThrowAsync<ArgumentNullException>(() => _app.Client.IdentifyAsync<Profile>("42", null!))).ParamName.ShouldBe("attributes");
        Should.Throw<ArgumentNullException>(() => _app.Tracker.Enqueue<Everything>("42", null!)).ParamName.ShouldBe("data");
    }

    [Fact]
    public async Task Attributes_that_break_a_limit_are_rejected_and_say_which()
    {
        Profile text = new(new string('ü', 501));
        Profile name = new("a") { More = new() { [new string('n', 151)] = 1 } };
        Profile count = new("a")
        {
            More = Enumerable.Range(0, 300).ToDictionary(
                static number => number.ToString(CultureInfo.InvariantCulture), static number => (object?)number),
        };
        Profile fits = new(new string('ü', 500))
        {
            More = new() { [new string('n', 150)] = "\"" + new string('\\', 999) },
        };

        (await ErrorOf(text)).ShouldBe("The value of attribute 'email' is 1002 bytes of UTF-8; Customer.io allows 1000. Shorten it.");
        (await ErrorOf(name)).ShouldBe("An attribute's name is 151 bytes of UTF-8; Customer.io allows 150. Use a shorter name.");
        (await ErrorOf(count)).ShouldBe("301 attributes were given; Customer.io allows 300. Leave some out.");
        (await ErrorOf(fits)).ShouldBeNull();
        (await ErrorOf(new("a") { More = new() { ["last_used"] = 1_772_364_600_000 } })).ShouldNotBeNull().ShouldStartWith("'last_used' is");
        (await ErrorOf(new("a", CreatedAt: DateTimeOffset.MaxValue))).ShouldNotBeNull().ShouldStartWith("'created_at' is");
    }

    [Fact]
    public async Task JSON_of_ones_own_must_be_text()
    {
        Everything half = new() { Node = JsonNode.Parse("{\"a\":\"\\ud800\"}") };
        (await Should.ThrowAsync<ArgumentException>(() => _app.Client.TrackAsync("42", half))).Message.ShouldStartWith("Attribute 'node' has JSON");
    }

    [Fact]
    public async Task A_list_that_was_never_made_is_left_out()
    {
        await _app.Client.TrackAsync("42", new Numbers(default, null, [], Point: new Position(1)));
        _app.LastBody.ShouldContain("\"attributes\":{\"maybe\":null,\"empty\":[],\"point\":{\"X\":1}}");

        await _app.Client.TrackAsync("42", new Numbers([1, 2], [3], default, null));
        _app.LastBody.ShouldContain("\"attributes\":{\"some\":[1,2],\"maybe\":[3]}");
    }

    [Fact]
    public async Task A_stamp_that_the_type_has_itself_is_not_added()
    {
        await _app.Client.IdentifyAsync("42", new Profile("a", LastSeenAt: "mine"));
        _app.LastBody.ShouldContain("\"attributes\":{\"email\":\"a\",\"last_seen_at\":\"mine\"}");

        await _app.Client.IdentifyAsync("42", new Profile("a"));
        _app.LastBody.ShouldContain("\"attributes\":{\"email\":\"a\",\"last_seen_at\":1");
    }

    [Fact]
    public async Task An_event_that_is_too_large_is_rejected()
    {
        DeliveryResult result = await _app.Client.TrackAsync("42", new Everything { Text = new string('x', 33_000) });

        result.Reason.ShouldBe(RejectionReason.Invalid);
        result.Error!.Message.ShouldNotBeNull().ShouldContain("Customer.io allows 32000");
    }

    private async Task<string?> ErrorOf(Profile profile) => (await _app.Client.IdentifyAsync("42", profile)).Error?.Message;

    private static Address Nested(int depth) => depth == 0 ? new("end") : new("more", Billing: Nested(depth - 1));
}
