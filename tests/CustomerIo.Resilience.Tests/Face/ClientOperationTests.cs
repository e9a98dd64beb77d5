using System.Text.Json;
using CustomerIo.Resilience.Testing;
using CustomerIo.Resilience.Tests.Support;

namespace CustomerIo.Resilience.Tests.Face;

public sealed class ClientOperationTests
{
    private static readonly DateTimeOffset Past = new(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2));

    [Fact]
    public async Task A_person_is_added_and_updated_as_of_now_or_of_the_time_given()
    {
        await using Workbench bench = await Workbench.StartAsync();
        DateTimeOffset before = TimeProvider.System.GetUtcNow();

        await Delivered(bench.Client.IdentifyAsync("ada", new() { ["plan"] = "basic", ["name"] = "Ada" }));
        await Delivered(bench.Client.IdentifyAsync("ada", new() { ["plan"] = "old" }, new() { Timestamp = Past }));

        SimulatedPerson ada = bench.Simulator.Person("ada")!;
        Text(ada.Attributes["plan"]).ShouldBe("basic", "the older write must not win");
        Text(ada.Attributes["name"]).ShouldBe("Ada");
        ada.AttributeTimestamps["name"].ShouldBeInRange(
            before.ToUnixTimeSeconds(), TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
    }

    [Fact]
    public async Task An_update_only_adds_nobody_and_updates_somebody()
    {
        await using Workbench bench = await Workbench.StartAsync();
        await Delivered(bench.Client.IdentifyAsync("ada", new() { ["plan"] = "basic" }));

        await Delivered(bench.Client.IdentifyAsync("ada", new() { ["city"] = "Bonn" }, new() { UpdateOnly = true }));
        await Delivered(bench.Client.IdentifyAsync("bob", new() { ["city"] = "Bonn" }, new() { UpdateOnly = true }));
        await Delivered(bench.Client.IdentifyAsync("bob", attributes: null, new() { UpdateOnly = true }));

        Text(bench.Simulator.Person("ada")!.Attributes["city"]).ShouldBe("Bonn");
        bench.Simulator.Person("bob").ShouldBeNull();
    }

    [Fact]
    public async Task Events_pages_and_screens_arrive_as_what_they_are()
    {
        await using Workbench bench = await Workbench.StartAsync();
        Ulid own = Ulid.FromKey("own");

        DeliveryResult tracked = await Delivered(bench.Client.TrackAsync(
            "ada", "bought", new() { ["price"] = 12.5m }, new() { Timestamp = Past, Id = own }));
        await Delivered(bench.Client.PageAsync("ada", "/pricing", new() { ["title"] = "Pricing" }));
        await Delivered(bench.Client.ScreenAsync("ada", "Home"));

        AcceptedOperation[] events = [.. bench.Simulator.EventsOf("ada")];
        events.Select(one => (one.Action, one.Name)).ShouldBe(
            [("event", "bought"), ("page", "/pricing"), ("screen", "Home")]);
        tracked.OperationId.ShouldBe(own);
        events[0].EventId.ShouldBe(own.ToString());
        events[0].Timestamp.ShouldBe(Past);
        events[0].Attributes.GetProperty("price").GetDecimal().ShouldBe(12.5m);
        Text(events[1].Attributes.GetProperty("title")).ShouldBe("Pricing");
        events.Select(one => one.EventId).ShouldBeUnique();
    }

    [Fact]
    public async Task An_event_of_a_visitor_arrives_under_the_anonymous_id()
    {
        await using Workbench bench = await Workbench.StartAsync();

        DeliveryResult result = await Delivered(bench.Client.TrackAnonymousAsync(
            "visitor-1", "looked", new() { ["page"] = 3 }, new() { Timestamp = Past }));

        AcceptedOperation looked =
            bench.Simulator.EventsOf(new PersonKey(IdentifierKind.AnonymousId, "visitor-1")).ShouldHaveSingleItem();
        looked.EventId.ShouldBe(result.OperationId.ToString());
        looked.Name.ShouldBe("looked");
        looked.Timestamp.ShouldBe(Past);
        looked.Attributes.GetProperty("page").GetInt32().ShouldBe(3);
    }

    [Fact]
    public async Task A_device_comes_and_goes()
    {
        await using Workbench bench = await Workbench.StartAsync();
        Device device = new("token-1", DevicePlatform.IOS)
        {
            LastUsed = Past,
            Attributes = new() { ["device_os"] = "17.1", ["push_enabled"] = "true" },
        };

        await Delivered(bench.Client.AddDeviceAsync("ada", device));

        SimulatedDevice added = bench.Simulator.Devices("ada").ShouldHaveSingleItem();
        (added.Token, added.Platform, added.LastUsed).ShouldBe(("token-1", "ios", Past.ToUnixTimeSeconds()));
        Text(added.Attributes.GetProperty("device_os")).ShouldBe("17.1");

        await Delivered(bench.Client.DeleteDeviceAsync("ada", "token-1"));

        bench.Simulator.Devices("ada").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_merge_leaves_the_primary_with_both()
    {
        await using Workbench bench = await Workbench.StartAsync();
        await Delivered(bench.Client.IdentifyAsync("ada", new() { ["plan"] = "basic" }));
        await Delivered(bench.Client.IdentifyAsync(PersonId.Email("ada@example.com"), new() { ["city"] = "Bonn" }));

        await Delivered(bench.Client.MergeAsync("ada", PersonId.Email("ada@example.com")));

        bench.Simulator.PersonCount.ShouldBe(1);
        SimulatedPerson ada = bench.Simulator.Person("ada")!;
        Text(ada.Attributes["plan"]).ShouldBe("basic");
        Text(ada.Attributes["city"]).ShouldBe("Bonn");
        AcceptedOperation merge = bench.Simulator.Operations[^1];
        (merge.Action, merge.Person, merge.Target).ShouldBe(("merge", PersonKey.Id("ada"), "ada@example.com"));
    }

    [Fact]
    public async Task A_suppressed_person_is_gone_until_unsuppressed_and_a_deleted_one_until_added()
    {
        await using Workbench bench = await Workbench.StartAsync();
        await Delivered(bench.Client.IdentifyAsync("ada"));
        await Delivered(bench.Client.IdentifyAsync("bob"));

        await Delivered(bench.Client.SuppressAsync("ada"));
        await Delivered(bench.Client.DeleteAsync("bob"));
        await Delivered(bench.Client.IdentifyAsync("ada"));

        bench.Simulator.IsSuppressed("ada").ShouldBeTrue();
        bench.Simulator.PersonCount.ShouldBe(0);

        await Delivered(bench.Client.UnsuppressAsync("ada"));
        await Delivered(bench.Client.IdentifyAsync("ada"));
        await Delivered(bench.Client.IdentifyAsync("bob"));

        bench.Simulator.IsSuppressed("ada").ShouldBeFalse();
        bench.Simulator.People.Select(person => person.Id).ShouldBe(["ada", "bob"], ignoreOrder: true);
    }

    [Fact]
    public async Task An_object_comes_with_people_and_goes()
    {
        await using Workbench bench = await Workbench.StartAsync();
        ObjectId acme = ObjectId.Of(1, "acme");
        await Delivered(bench.Client.IdentifyAsync("ada"));

        await Delivered(bench.Client.IdentifyObjectAsync(
            acme,
            new() { ["name"] = "Acme" },
            [new PersonRelationship("ada") { Attributes = new() { ["role"] = "owner" } }]));

        SimulatedObject kept = bench.Simulator.Object("1", "acme")!;
        Text(kept.Attributes["name"]).ShouldBe("Acme");
        SimulatedRelationship owner = kept.Relationships.ShouldHaveSingleItem();
        (owner.PersonId, Text(owner.Attributes["role"])).ShouldBe(("ada", "owner"));

        await Delivered(bench.Client.IdentifyObjectAsync(
            ObjectId.CioObjectId(kept.CioObjectId), new() { ["name"] = "Acme Ltd" }));
        Text(bench.Simulator.Object("1", "acme")!.Attributes["name"]).ShouldBe("Acme Ltd");

        await Delivered(bench.Client.DeleteObjectAsync(acme));
        bench.Simulator.Object("1", "acme").ShouldBeNull();
    }

    [Fact]
    public async Task Relationships_of_a_person_come_and_go()
    {
        await using Workbench bench = await Workbench.StartAsync();
        ObjectId acme = ObjectId.Of(1, "acme");
        ObjectId course = ObjectId.Of(2, "course");
        await Delivered(bench.Client.IdentifyObjectAsync(acme));
        await Delivered(bench.Client.IdentifyObjectAsync(course));

        await Delivered(bench.Client.AddRelationshipsAsync(
            "ada", [new(acme) { Attributes = new() { ["role"] = "owner" } }, new(course)]));

        SimulatedRelationship owner = bench.Simulator.Object("1", "acme")!.Relationships.ShouldHaveSingleItem();
        (owner.PersonId, Text(owner.Attributes["role"])).ShouldBe(("ada", "owner"));
        bench.Simulator.Object("2", "course")!.Relationships.Count.ShouldBe(1);

        await Delivered(bench.Client.DeleteRelationshipsAsync("ada", [new(acme)]));

        bench.Simulator.Object("1", "acme")!.Relationships.ShouldBeEmpty();
        bench.Simulator.Object("2", "course")!.Relationships.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_person_can_be_named_by_each_identifier()
    {
        await using Workbench bench = await Workbench.StartAsync();
        await Delivered(bench.Client.IdentifyAsync("ada", new() { ["email"] = "ada@example.com" }));
        SimulatedPerson ada = bench.Simulator.Person("ada")!;
        PersonId[] names = ["ada", PersonId.Email("ADA@example.com"), PersonId.CioId(ada.CioId)];

        for (int index = 0; index < names.Length; index++)
        {
            await Delivered(bench.Client.IdentifyAsync(names[index], new() { [$"by_{index}"] = true }));
            await Delivered(bench.Client.TrackAsync(names[index], "seen", new() { ["n"] = index }));
        }

        bench.Simulator.PersonCount.ShouldBe(1);
        ada = bench.Simulator.Person("ada")!;
        ada.Attributes.Keys.ShouldBe(["email", "by_0", "by_1", "by_2"], ignoreOrder: true);
        bench.Simulator.EventsOf("ada").Select(one => one.Attributes.GetProperty("n").GetInt32()).ShouldBe([0, 1, 2]);
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a/../b?c=d#e%2F")]
    [InlineData("\"quoted\"\n\\")]
    public async Task An_identifier_that_no_path_could_carry_is_delivered(string id)
    {
        await using Workbench bench = await Workbench.StartAsync();

        await Delivered(bench.Client.IdentifyAsync(id, new() { ["plan"] = "basic" }));
        await Delivered(bench.Client.TrackAsync(id, "seen"));
        await Delivered(bench.Client.AddDeviceAsync(id, new Device("token", DevicePlatform.Android)));

        SimulatedPerson person = bench.Simulator.People.ShouldHaveSingleItem();
        person.Id.ShouldBe(id);
        person.Devices.Count.ShouldBe(1);
        bench.Simulator.EventsOf(id).Count.ShouldBe(1);

        await Delivered(bench.Client.SuppressAsync(id));
        bench.Simulator.IsSuppressed(id).ShouldBeTrue();
    }

    [Fact]
    public async Task What_is_enqueued_of_each_kind_arrives_with_the_flush()
    {
        await using Workbench bench = await Workbench.StartAsync();

        bench.Tracker.EnqueueIdentify("ada", new() { ["plan"] = "basic" }).Status.ShouldBe(DeliveryStatus.Queued);
        bench.Tracker.Enqueue("ada", "bought").Status.ShouldBe(DeliveryStatus.Queued);
        bench.Tracker.EnqueuePage("ada", "/pricing").Status.ShouldBe(DeliveryStatus.Queued);
        bench.Tracker.EnqueueScreen("ada", "Home").Status.ShouldBe(DeliveryStatus.Queued);
        bench.Simulator.RequestCount.ShouldBe(0);

        FlushResult flushed = await bench.Client.FlushAsync();

        flushed.ShouldBe(new FlushResult(Sent: 4, Stored: 0, Rejected: 0, Remaining: 0));
        bench.Simulator.Operations.Select(one => one.Action).ShouldBe(["identify", "event", "page", "screen"]);
        (await bench.Client.FlushAsync()).ShouldBe(default);
    }

    [Fact]
    public async Task What_nobody_flushes_leaves_by_itself_after_the_interval()
    {
        await using Workbench bench = await Workbench.StartAsync(
            options => options.Delivery.FlushInterval = TimeSpan.FromMilliseconds(50));

        bench.Tracker.Enqueue("ada", "bought");

        await bench.SettleAsync();
        bench.Simulator.EventsOf("ada").Count.ShouldBe(1);
    }

    private static async Task<DeliveryResult> Delivered(Task<DeliveryResult> operation)
    {
        DeliveryResult result = await operation;
        result.Status.ShouldBe(DeliveryStatus.Delivered, result.ToString());
        return result;
    }

    private static string? Text(JsonElement value) => value.GetString();
}
