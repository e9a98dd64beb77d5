using System.Text.Json;
using CustomerIo.Resilience.Testing;
using CustomerIo.Resilience.Tests.Support;
using CustomerIo.Resilience.Track;

namespace CustomerIo.Resilience.Tests.Operations;

/// <summary>Every operation of the Track API client, by what it leaves behind at the server.</summary>
public sealed class TrackOperationTests
{
    private static readonly DateTimeOffset Past = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public async Task People_are_added_suppressed_unsuppressed_and_deleted()
    {
        await using Workbench bench = await Workbench.StartAsync();
        ITrackClient track = bench.Get<ITrackClient>();

        await track.IdentifyAsync("ada/1 +%", new() { ["email"] = "ada@example.com", ["plan"] = "basic" });
        await track.IdentifyAsync(PersonId.Email("ada@example.com"), new() { ["city"] = "Bonn" });
        SimulatedPerson ada = bench.Simulator.Person("ada/1 +%")!;
        await track.IdentifyAsync(PersonId.CioId(ada.CioId), new() { ["id"] = "ada" });

        ada = bench.Simulator.Person("ada")!;
        (ada.Email, Text(ada.Attributes["plan"]), Text(ada.Attributes["city"]))
            .ShouldBe(("ada@example.com", "basic", "Bonn"));

        await track.SuppressAsync("ada");
        bench.Simulator.IsSuppressed("ada").ShouldBeTrue();
        bench.Simulator.PersonCount.ShouldBe(0);
        await track.UnsuppressAsync("ada");
        bench.Simulator.IsSuppressed("ada").ShouldBeFalse();
        await track.IdentifyAsync("ada", []);
        await track.DeleteAsync("ada");
        bench.Simulator.PersonCount.ShouldBe(0);
    }

    [Fact]
    public async Task Events_of_people_and_visitors_carry_the_id_that_is_returned()
    {
        await using Workbench bench = await Workbench.StartAsync();
        ITrackClient track = bench.Get<ITrackClient>();
        Ulid own = Ulid.FromKey("own");

        Ulid made = await track.TrackAsync(
            "ada", new TrackEvent("bought") { Data = new() { ["n"] = 1 }, Timestamp = Past });
        Ulid given = await track.TrackAsync("ada", new TrackEvent("/pricing") { Kind = TrackEventKind.Page, Id = own });
        await track.TrackAsync("ada", new TrackEvent("Home") { Kind = TrackEventKind.Screen });
        Ulid visitor = await track.TrackAnonymousAsync(new TrackEvent("looked") { AnonymousId = "v" });
        await track.TrackAnonymousAsync(
            new TrackEvent("invited") { Data = new() { ["recipient"] = "bob@example.com" } });

        AcceptedOperation[] events = [.. bench.Simulator.EventsOf("ada")];
        events.Select(one => (one.Action, one.Name))
            .ShouldBe([("event", "bought"), ("page", "/pricing"), ("screen", "Home")]);
        (events[0].EventId, events[0].Timestamp).ShouldBe((made.ToString(), Past));
        given.ShouldBe(own);
        events[1].EventId.ShouldBe(own.ToString());
        bench.Simulator.Event(visitor.ToString())!.Person.Value.ShouldBe("v");
        bench.Simulator.Operations[^1].Name.ShouldBe("invited");
    }

    [Fact]
    public async Task Devices_come_and_go()
    {
        await using Workbench bench = await Workbench.StartAsync();
        ITrackClient track = bench.Get<ITrackClient>();

        await track.AddDeviceAsync("ada", new Device("a/b", DevicePlatform.Android) { LastUsed = Past });
        SimulatedDevice device = bench.Simulator.Devices("ada").ShouldHaveSingleItem();
        (device.Token, device.Platform, device.LastUsed).ShouldBe(("a/b", "android", Past.ToUnixTimeSeconds()));
        await track.DeleteDeviceAsync("ada", "a/b");

        bench.Simulator.Devices("ada").ShouldBeEmpty();
    }

    [Fact]
    public async Task People_are_merged()
    {
        await using Workbench bench = await Workbench.StartAsync();
        ITrackClient track = bench.Get<ITrackClient>();
        await track.IdentifyAsync("ada", new() { ["plan"] = "basic" });
        await track.IdentifyAsync("bob", new() { ["city"] = "Bonn" });

        await track.MergeAsync("ada", "bob");

        bench.Simulator.PersonCount.ShouldBe(1);
        Text(bench.Simulator.Person("ada")!.Attributes["city"]).ShouldBe("Bonn");
    }

    [Fact]
    public async Task Forms_metrics_and_push_events_are_recorded()
    {
        await using Workbench bench = await Workbench.StartAsync();
        ITrackClient track = bench.Get<ITrackClient>();

        await track.SubmitFormAsync(
            "sign/up", PersonId.Email("ada@example.com"), new Dictionary<string, string> { ["city"] = "Bonn" });
        foreach (DeliveryMetricName metric in Enum.GetValues<DeliveryMetricName>())
        {
            await track.ReportMetricAsync(
                new DeliveryMetric("delivery-1", metric) { Timestamp = Past, Href = "https://example.com" });
        }

        foreach (PushEventName name in Enum.GetValues<PushEventName>())
        {
            await track.ReportPushEventAsync(new PushEvent("delivery-2", name, "token") { Timestamp = Past });
        }

        AcceptedOperation[] operations = [.. bench.Simulator.Operations];
        (operations[0].Type, operations[0].Target, operations[0].Person)
            .ShouldBe(("form", "sign/up", PersonKey.Email("ada@example.com")));
        Text(bench.Simulator.PersonByEmail("ada@example.com")!.Attributes["city"]).ShouldBe("Bonn");
        operations[1..9].Select(one => (one.Action, one.Name, one.Target, one.Timestamp)).ShouldBe(
            ((string[])["bounced", "clicked", "converted", "deferred", "delivered", "dropped", "opened", "spammed"])
                .Select(name => ("metric", (string?)name, (string?)"delivery-1", Past)));
        operations[9..].Select(one => (one.Action, one.Name, one.Target)).ShouldBe(
            ((string[])["opened", "converted", "delivered"])
                .Select(name => ("push_event", (string?)name, (string?)"delivery-2")));
    }

    [Theory]
    [InlineData(PersonIdKind.Id)]
    [InlineData(PersonIdKind.Email)]
    [InlineData(PersonIdKind.CioId)]
    public async Task People_enter_and_leave_a_segment(PersonIdKind kind)
    {
        await using Workbench bench = await Workbench.StartAsync();
        ITrackClient track = bench.Get<ITrackClient>();
        int segment = bench.Simulator.AddSegment("beta").Id;
        await track.IdentifyAsync("ada", new() { ["email"] = "ada@example.com" });
        SimulatedPerson ada = bench.Simulator.Person("ada")!;
        string[] ids = [
            kind switch { PersonIdKind.Id => "ada", PersonIdKind.Email => ada.Email!, _ => ada.CioId },
            "nobody"
        ];

        await track.AddToSegmentAsync(segment, ids, kind);
        bench.Simulator.Segment(segment)!.MemberIds.ShouldBe(["ada"]);
        await track.RemoveFromSegmentAsync(segment, ids, kind);

        bench.Simulator.Segment(segment)!.MemberIds.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_unsubscribe_goes_without_credentials()
    {
        await using Workbench bench = await Workbench.StartAsync(options => options.AppApiKey = "app-api-key");
        ITrackClient track = bench.Get<ITrackClient>();
        await track.IdentifyAsync("ada", new() { ["email"] = "ada@example.com" });
        string delivery = (await bench.Get<IApiClient>().Transactional.SendPushAsync(
            new() { Person = "ada", TransactionalMessageId = 1, To = "all" })).DeliveryId!;

        await track.UnsubscribeAsync(delivery);

        RecordedRequest request = bench.Simulator.Requests[^1];
        (request.Method, request.Path).ShouldBe(("POST", $"/unsubscribe/{delivery}"));
        request.Headers.Keys.ShouldNotContain("Authorization");
        request.Headers["Content-Type"].ShouldStartWith("application/json");
        bench.Simulator.Requests[^2].Headers.Keys.ShouldContain("Authorization");
        bench.Simulator.Person("ada")!.IsUnsubscribed.ShouldBeTrue();
    }

    [Fact]
    public async Task An_unsubscribe_needs_no_credentials()
    {
        await using Workbench bench = await Workbench.StartAsync(
            options => (options.SiteId, options.TrackApiKey) = (null, null));
        ITrackClient track = bench.Get<ITrackClient>();

        await track.UnsubscribeAsync("delivery-1");

        bench.Simulator.Operations.ShouldHaveSingleItem().Action.ShouldBe("unsubscribe");
        CustomerIoException exception = await Should.ThrowAsync<CustomerIoException>(track.DeleteAsync("ada"));
        exception.Message.ShouldContain("SiteId and TrackApiKey are not set");
    }

    [Fact]
    public async Task The_region_is_told()
    {
        await using Workbench bench = await Workbench.StartAsync(simulate: options => options.EnvironmentId = 7);

        AccountRegion region = await bench.Get<ITrackClient>().GetRegionAsync();

        (region.Region, region.EnvironmentId).ShouldBe((CustomerIoRegion.US, 7));
        region.Url.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Every_entity_is_taken_alone()
    {
        await using Workbench bench = await Workbench.StartAsync();
        ITrackClient track = bench.Get<ITrackClient>();

        foreach (TrackEntity entity in Entities())
        {
            await track.SendEntityAsync(entity);
        }

        ShouldHaveTakenAll(bench.Simulator);
    }

    [Fact]
    public async Task Every_entity_is_taken_in_a_batch()
    {
        await using Workbench bench = await Workbench.StartAsync();

        TrackBatchResult result = await bench.Get<ITrackClient>().SendBatchAsync([.. Entities()]);

        (result.Count, result.AcceptedCount, result.IsComplete).ShouldBe((18, 18, true));
        bench.Simulator.Requests.Count.ShouldBe(1);
        ShouldHaveTakenAll(bench.Simulator);
    }

    [Fact]
    public async Task A_batch_that_is_taken_in_part_says_which_part()
    {
        await using Workbench bench = await Workbench.StartAsync();
        bench.Simulator.Faults.Next(Fault.RejectItems(1));

        TrackBatchResult result = await bench.Get<ITrackClient>().SendBatchAsync(
            [new PersonDelete("ada"), new PersonEvent("bob", "seen"), new PersonDelete("cyd")]);

        (result.Count, result.AcceptedCount, result.IsComplete).ShouldBe((3, 2, false));
        CustomerIoError error = result.Errors.ShouldHaveSingleItem();
        error.BatchIndex.ShouldBe(1);
        error.Reason.ShouldNotBeNullOrEmpty();
        result.UnattributedErrors.ShouldBeEmpty();
        bench.Simulator.Operations.Select(one => one.Person.Value).ShouldBe(["ada", "cyd"]);
    }

    private static IEnumerable<TrackEntity> Entities()
    {
        ObjectId acme = ObjectId.Of(1, "acme");
        yield return new PersonIdentify("ada") { Attributes = new() { ["plan"] = "basic" }, Timestamp = Past };
        yield return new PersonIdentify("bob") { Attributes = new() { ["city"] = "Bonn" } };
        yield return new PersonEvent("ada", "bought") { Attributes = new() { ["n"] = 1 }, Timestamp = Past };
        yield return new PersonPage("ada", "/pricing");
        yield return new PersonScreen("ada", "Home");
        yield return new PersonAddDevice("ada", new Device("one", DevicePlatform.IOS));
        yield return new PersonAddDevice("ada", new Device("two", DevicePlatform.Android));
        yield return new PersonDeleteDevice("ada", "one");
        yield return new ObjectIdentify(acme)
        {
            Attributes = new() { ["name"] = "Acme" },
            Relationships = [new("ada")],
        };
        yield return new ObjectIdentifyAnonymous(acme) { Relationships = [new AnonymousRelationship("v")] };
        yield return new PersonDeleteRelationships("ada", [new(acme)]);
        yield return new PersonAddRelationships("bob", [new(acme)]);
        yield return new ObjectAddRelationships(acme, [new("ada")]);
        yield return new ObjectDeleteRelationships(acme, [new("bob")]);
        yield return new DeliveryEvent("delivery-1", PushEventName.Opened, "two");
        yield return new PersonMerge("ada", "bob");
        yield return new PersonSuppress("cyd");
        yield return new ObjectDelete(ObjectId.Of(1, "gone"));
    }

    private static void ShouldHaveTakenAll(CustomerIoSimulator simulator)
    {
        simulator.Operations.Count.ShouldBe(18);
        SimulatedPerson ada = simulator.People.ShouldHaveSingleItem();
        (ada.Id, Text(ada.Attributes["plan"]), Text(ada.Attributes["city"])).ShouldBe(("ada", "basic", "Bonn"));
        ada.AttributeTimestamps["plan"].ShouldBe(Past.ToUnixTimeSeconds());
        simulator.EventsOf("ada").Select(one => one.Action).ShouldBe(["event", "page", "screen"]);
        simulator.EventsOf("ada").ShouldAllBe(one => one.EventId != null);
        ada.Devices.ShouldHaveSingleItem().Token.ShouldBe("two");
        simulator.Object("1", "acme")!.Relationships.Select(one => one.PersonId ?? one.AnonymousId)
            .ShouldBe(["ada", "v"]);
        simulator.IsSuppressed("cyd").ShouldBeTrue();
        simulator.Operations.ShouldContain(
            one => one.Type == "delivery" && one.Target == "delivery-1" && one.Name == "opened");
    }

    private static string? Text(JsonElement value) => value.GetString();
}
