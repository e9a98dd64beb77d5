namespace CustomerIo.Resilience.Testing.Tests;

public sealed class EntityTests : SimulatorTest
{
    [Theory]
    [InlineData("""{"type":"person","action":"identify","identifiers":{"id":"1"}}""")]
    [InlineData("""{"type":"person","action":"identify","identifiers":{"phone":"+3912345"}}""")]
    [InlineData("""{"type":"person","action":"delete","identifiers":{"id":"1"}}""")]
    [InlineData("""{"type":"person","action":"event","identifiers":{"anonymous_id":"v"},"name":"a"}""")]
    [InlineData("""{"type":"person","action":"page","identifiers":{"id":"1"},"name":"a"}""")]
    [InlineData("""{"type":"person","action":"screen","identifiers":{"id":"1"},"name":"a"}""")]
    [InlineData("""{"type":"person","action":"suppress","identifiers":{"id":"1"}}""")]
    [InlineData("""{"type":"person","action":"unsuppress","identifiers":{"id":"1"}}""")]
    [InlineData("""{"type":"person","action":"merge","primary":{"id":"1"},"secondary":{"id":"2"}}""")]
    [InlineData("""{"type":"person","action":"add_device","identifiers":{"id":"1"},"device":{"token":"t","platform":"ios"}}""")]
    [InlineData("""{"type":"person","action":"delete_device","identifiers":{"id":"1"},"device":{"token":"t"}}""")]
    [InlineData("""{"type":"person","action":"add_relationships","identifiers":{"id":"1"},"cio_relationships":[]}""")]
    [InlineData("""{"type":"person","action":"delete_relationships","identifiers":{"id":"1"},"cio_relationships":[]}""")]
    [InlineData("""{"type":"object","action":"identify","identifiers":{"object_type_id":"1","object_id":"a"}}""")]
    [InlineData("""{"type":"object","action":"identify_anonymous","identifiers":{"object_type_id":"1","object_id":"a"}}""")]
    [InlineData("""{"type":"object","action":"delete","identifiers":{"object_type_id":"1","object_id":"a"}}""")]
    [InlineData("""{"type":"object","action":"add_relationships","identifiers":{"object_type_id":"1","object_id":"a"},"cio_relationships":[]}""")]
    [InlineData("""{"type":"object","action":"delete_relationships","identifiers":{"cio_object_id":"c"},"cio_relationships":[]}""")]
    [InlineData("""{"type":"delivery","action":"event","identifiers":{"id":"d"},"name":"opened"}""")]
    public async Task Every_documented_pair_of_type_and_action_is_accepted(string entity)
    {
        var answer = await Client.EntityAsync(entity);

        answer.Status.ShouldBe(200, answer.Body);
        answer.Body.ShouldBe("{}\n");
        Simulator.OperationCount.ShouldBe(1);
    }

    [Fact]
    public async Task Devices_come_and_go_by_token()
    {
        await Client.EntityAsync(
            """
            {"type":"person","action":"add_device","identifiers":{"id":"1"},
            "device":{"token":"t","platform":"ios","last_used":7,"attributes":{"push_enabled":"true"}}}
            """);

        var device = Simulator.Devices("1").Single();
        device.Token.ShouldBe("t");
        device.Platform.ShouldBe("ios");
        device.LastUsed.ShouldBe(7);
        device.Attributes.GetProperty("push_enabled").GetString().ShouldBe("true");

        await Client.EntityAsync(
            """{"type":"person","action":"delete_device","identifiers":{"id":"1"},"device":{"token":"t"}}""");
        Simulator.Devices("1").ShouldBeEmpty();
    }

    [Fact]
    public async Task Objects_relate_to_people_from_either_side()
    {
        await Client.EntityAsync(
            """
            {"type":"object","action":"identify","identifiers":{"object_type_id":"1","object_id":"acme"},
            "attributes":{"seats":5},"cio_relationships":[{"identifiers":{"id":"1"}}]}
            """);
        await Client.EntityAsync(
            """
            {"type":"person","action":"add_relationships","identifiers":{"id":"2"},"cio_relationships":
            [{"identifiers":{"object_type_id":"1","object_id":"acme"},"relationship_attributes":{"role":"boss"}}]}
            """);

        var found = Simulator.Object("1", "acme")!;
        found.Attributes["seats"].GetInt32().ShouldBe(5);
        found.Relationships.Select(relation => relation.PersonId).ShouldBe(["1", "2"]);
        found.Relationships[1].Attributes["role"].GetString().ShouldBe("boss");

        await Client.EntityAsync(
            """
            {"type":"object","action":"delete_relationships","identifiers":{"object_type_id":"1","object_id":"acme"},
            "cio_relationships":[{"identifiers":{"id":"1"}}]}
            """);
        Simulator.Object("1", "acme")!.Relationships.Select(relation => relation.PersonId).ShouldBe(["2"]);
    }

    [Fact]
    public async Task An_empty_value_removes_an_attribute_of_an_object()
    {
        const string Frame =
            """{"type":"object","action":"identify","identifiers":{"object_type_id":"1","object_id":"a"},"attributes":$}""";
        await Client.EntityAsync(Frame.Replace("$", """{"a":1,"b":2,"c":3}""", StringComparison.Ordinal));
        await Client.EntityAsync(Frame.Replace("$", """{"a":null,"b":""}""", StringComparison.Ordinal));

        Simulator.Object("1", "a")!.Attributes.Keys.ShouldBe(["c"]);
    }

    [Fact]
    public async Task A_deleted_object_is_gone_for_its_people_too()
    {
        await Client.EntityAsync(
            """
            {"type":"person","action":"identify","identifiers":{"id":"1"},"cio_relationships":
            [{"identifiers":{"object_type_id":"1","object_id":"a"}}]}
            """);
        var assigned = Simulator.Object("1", "a")!.CioObjectId;
        await Client.EntityAsync(
            $$$"""{"type":"object","action":"delete","identifiers":{"cio_object_id":"{{{assigned}}}"}}""");

        Simulator.Object("1", "a").ShouldBeNull();
        Simulator.Person("1").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_visitor_can_relate_to_an_object()
    {
        await Client.EntityAsync(
            """
            {"type":"object","action":"identify_anonymous","identifiers":{"object_type_id":"1","object_id":"a"},
            "cio_relationships":[{"identifiers":{"anonymous_id":"v"}}]}
            """);

        Simulator.Object("1", "a")!.Relationships.Single().AnonymousId.ShouldBe("v");
    }
}
