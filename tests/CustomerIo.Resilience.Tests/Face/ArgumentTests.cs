using CustomerIo.Resilience.Tests.Support;

namespace CustomerIo.Resilience.Tests.Face;

public sealed class ArgumentTests
{
    [Fact]
    public async Task What_is_missing_is_an_exception_of_every_operation()
    {
        await using Workbench bench = await Workbench.StartAsync();
        ICustomerIoClient client = bench.Client;
        Device device = new("token", DevicePlatform.IOS);

        await ShouldThrow("default(PersonId)", () => client.IdentifyAsync(default));
        await ShouldThrow("default(PersonId)", () => client.TrackAsync(default, "seen"));
        await ShouldThrow("default(PersonId)", () => client.PageAsync(default, "seen"));
        await ShouldThrow("default(PersonId)", () => client.ScreenAsync(default, "seen"));
        await ShouldThrow("default(PersonId)", () => client.AddDeviceAsync(default, device));
        await ShouldThrow("default(PersonId)", () => client.DeleteDeviceAsync(default, "token"));
        await ShouldThrow("default(PersonId)", () => client.MergeAsync(default, "bob"));
        await ShouldThrow("default(PersonId)", () => client.MergeAsync("ada", default));
        await ShouldThrow("default(PersonId)", () => client.SuppressAsync(default));
        await ShouldThrow("default(PersonId)", () => client.UnsuppressAsync(default));
        await ShouldThrow("default(PersonId)", () => client.DeleteAsync(default));
        await ShouldThrow("default(ObjectId)", () => client.IdentifyObjectAsync(default));
        await ShouldThrow("default(ObjectId)", () => client.DeleteObjectAsync(default));
        await ShouldThrow("default(PersonId)", () => client.AddRelationshipsAsync(default, [new(ObjectId.Of(1, "a"))]));
        await ShouldThrow("empty", () => client.AddRelationshipsAsync("ada", []));
        await ShouldThrow("empty", () => client.DeleteRelationshipsAsync("ada", []));
        await ShouldThrow("null", () => client.DeleteRelationshipsAsync("ada", null!));
        await ShouldThrow("name", () => client.TrackAsync("ada", null!));
        await ShouldThrow("name", () => client.TrackAsync("ada", " \t"));
        await ShouldThrow("name", () => client.TrackAnonymousAsync("visitor", null!));
        await ShouldThrow("anonymousId", () => client.TrackAnonymousAsync(null!, "seen"));
        await ShouldThrow("anonymousId", () => client.TrackAnonymousAsync(" ", "seen"));
        await ShouldThrow("null", () => client.AddDeviceAsync("ada", null!));
        await ShouldThrow("null", () => client.DeleteDeviceAsync("ada", null!));
        await ShouldThrow("themselves", () => client.MergeAsync("ada", "ada"));
        bench.Simulator.RequestCount.ShouldBe(0);
        bench.Status.Figures.Accepted.ShouldBe(0);
    }

    [Fact]
    public async Task A_value_without_a_json_form_is_an_exception_that_names_attribute_and_type()
    {
        await using Workbench bench = await Workbench.StartAsync();

        await ShouldRefuse(bench, new Version(9, 8), "'x' has the type System.Version");
        await ShouldRefuse(bench, TimeSpan.FromHours(97), "System.TimeSpan");
        await ShouldRefuse(bench, new { Secret = "98" }, "AnonymousType");
        await ShouldRefuse(bench, new Dictionary<int, string> { [97] = "98" }, "Dictionary");
        await ShouldRefuse(bench, new object[] { new Version(9, 8) }, "System.Version");
        await ShouldRefuse(bench, double.NaN, "not a finite number");
        await ShouldRefuse(bench, double.PositiveInfinity, "not a finite number");
        await ShouldRefuse(bench, float.NegativeInfinity, "not a finite number");
        await ShouldRefuse(bench, new DateTime(1997, 1, 2, 3, 4, 5, DateTimeKind.Unspecified), "unspecified kind");
        await ShouldRefuse(bench, new Dictionary<string, object?> { [string.Empty] = 98 }, "empty name");
        bench.Simulator.RequestCount.ShouldBe(0);
    }

    [Fact]
    public async Task A_cycle_is_an_exception_and_depth_is_not()
    {
        await using Workbench bench = await Workbench.StartAsync();
        Dictionary<string, object?> self = [];
        self["self"] = self;
        List<object?> list = [];
        list.Add(list);

        await ShouldRefuse(bench, self, "nested more than 32 deep");
        await ShouldRefuse(bench, list, "look for a cycle");
        await ShouldThrow("nested more than 32 deep", () => bench.Client.IdentifyAsync("ada", self));

        object? deep = 1;
        for (int level = 0; level < 31; level++)
        {
            deep = new List<object?> { deep };
        }

        DeliveryResult result = await bench.Client.TrackAsync("ada", "seen", new() { ["x"] = deep });
        result.Status.ShouldBe(DeliveryStatus.Delivered);
        await ShouldRefuse(bench, new List<object?> { deep }, "32 deep");
    }

    [Fact]
    public async Task An_event_has_an_id_or_a_key_not_both()
    {
        await using Workbench bench = await Workbench.StartAsync();
        EventOptions both = new() { Id = Ulid.FromKey("a"), IdempotencyKey = "order-98" };

        await ShouldThrow("leave one of them out", () => bench.Client.TrackAsync("ada", "seen", options: both));
        await ShouldThrow("leave one of them out", () => bench.Client.TrackAnonymousAsync("v", "seen", options: both));
        await ShouldThrow(
            "empty", () => bench.Client.TrackAsync("ada", "seen", options: new() { IdempotencyKey = " " }));
    }

    [Fact]
    public async Task An_exception_in_the_callers_own_enumeration_leaves_nothing_behind()
    {
        await using Workbench bench = await Workbench.StartAsync();
        IEnumerable<int> broken = Enumerable.Range(0, 3).Select(number => 1 / (number - 2));

        await Should.ThrowAsync<DivideByZeroException>(() => bench.Client.TrackAsync(
            "ada", "seen", new() { ["x"] = broken }, new() { IdempotencyKey = "order-1" }));
        DeliveryResult second = await bench.Client.TrackAsync(
            "ada", "seen", new() { ["x"] = 1 }, new() { IdempotencyKey = "order-1" });

        second.Status.ShouldBe(DeliveryStatus.Delivered);
        WireBody.Attributes(bench.Simulator.Requests.ShouldHaveSingleItem()).ShouldBe("""{"x":1}""");
    }

    [Fact]
    public async Task An_enumeration_that_makes_a_call_of_its_own_disturbs_neither()
    {
        await using Workbench bench = await Workbench.StartAsync();
        IEnumerable<int> nested = Enumerable.Range(0, 2).Select(number =>
        {
            bench.Tracker.Enqueue("bob", "inner", new() { ["n"] = number });
            return number;
        });

        await bench.Client.TrackAsync("ada", "outer", new() { ["x"] = nested });
        await bench.Client.FlushAsync();

        bench.Simulator.EventsOf("ada").ShouldHaveSingleItem().Attributes.GetRawText().ShouldBe("""{"x":[0,1]}""");
        bench.Simulator.EventsOf("bob").Select(one => one.Attributes.GetRawText())
            .ShouldBe(["""{"n":0}""", """{"n":1}"""]);
    }

    [Fact]
    public void An_identifier_is_never_empty_and_never_shown()
    {
        Should.Throw<ArgumentException>(() => PersonId.Id(null!));
        Should.Throw<ArgumentException>(() => PersonId.Email(" "));
        Should.Throw<ArgumentException>(() => PersonId.CioId(string.Empty));
        Should.Throw<ArgumentException>(() => { PersonId none = (string)null!; return none; });
        $"{PersonId.Email("ada@example.com")}{PersonId.Id("ada")}{ObjectId.Of(1, "ada")}".ShouldNotContain("ada");
    }

    private static Task ShouldRefuse(Workbench bench, object value, string words) =>
        ShouldThrow(words, () => bench.Client.TrackAsync("ada", "seen", new() { ["x"] = value }));

    private static async Task ShouldThrow(string words, Func<Task> call)
    {
        ArgumentException exception = await Should.ThrowAsync<ArgumentException>(call);
        exception.Message.ShouldContain(words);
        exception.Message.ShouldNotContain("97");
        exception.Message.ShouldNotContain("98");
    }
}
