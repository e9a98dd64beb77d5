using System.Text;
using System.Text.Json;

namespace CustomerIo.Resilience.Testing.Tests;

public sealed class BatchTests : SimulatorTest
{
    [Fact]
    public async Task A_good_batch_is_answered_with_the_recorded_three_bytes()
    {
        var answer = await Client.BatchAsync(
            """{"type":"person","action":"identify","identifiers":{"id":"1"},"attributes":{"plan":"pro"}}""",
            $$"""{"type":"person","action":"event","identifiers":{"id":"1"},"name":"a","id":"{{Ulid(1)}}"}""");

        answer.Status.ShouldBe(200);
        answer.Body.ShouldBe("{}\n");
        Simulator.Person("1")!.Attributes["plan"].GetString().ShouldBe("pro");
        Simulator.EventsOf("1").Single().Name.ShouldBe("a");
    }

    [Fact]
    public async Task Bad_items_are_named_by_their_place_and_the_rest_is_accepted()
    {
        var answer = await Client.BatchAsync(
            """{"type":"person","action":"event","identifiers":{"id":"1"},"name":"first"}""",
            """{"type":"person","action":"event","identifiers":{"id":"1"}}""",
            """{"type":"person","action":"event","identifiers":{"id":"1"},"name":"third"}""");

        answer.Status.ShouldBe(207);
        var error = answer.Json.GetProperty("errors").EnumerateArray().Single();
        error.GetProperty("batch_index").GetInt32().ShouldBe(1);
        error.GetProperty("reason").GetString().ShouldBe("required");
        error.GetProperty("field").GetString().ShouldBe("name");
        error.GetProperty("message").GetString().ShouldNotBeNullOrEmpty();
        Simulator.EventsOf("1").Select(operation => operation.Name).ShouldBe(["first", "third"]);
        Simulator.Operations.Select(operation => operation.BatchIndex).ShouldBe([0, 2]);
    }

    [Theory]
    [InlineData("""{"type":"person","action":"event","identifiers":{"id":"1"},"name":"a","id":"nope"}""", "id")]
    [InlineData("""{"type":"person","action":"event","identifiers":{"id":"1"},"name":"a","timestamp":"x"}""", "timestamp")]
    [InlineData("""{"type":"person","action":"event","identifiers":{"id":1},"name":"a"}""", "identifiers")]
    [InlineData("""{"type":"person","action":"event","identifiers":{"id":""},"name":"a"}""", "identifiers")]
    [InlineData("""{"type":"person","action":"event","identifiers":{"id":"1","email":"a@b.c"},"name":"a"}""", "identifiers")]
    [InlineData("""{"type":"person","action":"event","identifiers":{},"name":"a"}""", "identifiers")]
    [InlineData("""{"type":"person","action":"event","name":"a"}""", "identifiers")]
    [InlineData("""{"type":"person","action":"event","identifiers":{"id":"1"},"name":"  "}""", "name")]
    [InlineData("""{"type":"person","action":"event","identifiers":{"id":"1"},"name":7}""", "name")]
    [InlineData("""{"type":"person","action":"event","identifiers":{"id":"1"},"name":"a","attributes":[]}""", "attributes")]
    [InlineData("""{"type":"person","action":"dance","identifiers":{"id":"1"}}""", "action")]
    [InlineData("""{"type":"person","identifiers":{"id":"1"}}""", "action")]
    [InlineData("""{"type":"robot","action":"identify","identifiers":{"id":"1"}}""", "type")]
    [InlineData("""{"action":"identify","identifiers":{"id":"1"}}""", "type")]
    [InlineData("""{"type":"person","action":"add_device","identifiers":{"id":"1"}}""", "device")]
    [InlineData("""{"type":"person","action":"add_device","identifiers":{"id":"1"},"device":{"platform":"ios"}}""", "device.token")]
    [InlineData("""{"type":"person","action":"add_device","identifiers":{"id":"1"},"device":{"token":"t","platform":"fax"}}""", "device.platform")]
    [InlineData("""{"type":"person","action":"add_relationships","identifiers":{"id":"1"}}""", "cio_relationships")]
    [InlineData("""{"type":"person","action":"merge","primary":{"id":"1"}}""", "secondary")]
    [InlineData("""{"type":"object","action":"identify","identifiers":{"object_id":"1"}}""", "identifiers.object_id")]
    [InlineData("""{"type":"object","action":"identify","identifiers":{"object_type_id":"x","object_id":"1"}}""", "identifiers.object_type_id")]
    [InlineData("""{"type":"object","action":"event","identifiers":{"object_type_id":"1","object_id":"1"}}""", "action")]
    [InlineData("""{"type":"delivery","action":"event","identifiers":{"id":"d"},"name":"bounced"}""", "name")]
    [InlineData("7", "batch")]
    public async Task An_invalid_item_is_refused_by_field_in_a_batch_and_alone(string item, string field)
    {
        var batch = await Client.BatchAsync(item);
        var entity = await Client.EntityAsync(item);

        batch.Status.ShouldBe(207);
        batch.Json.GetProperty("errors")[0].GetProperty("field").GetString().ShouldBe(field);
        entity.Status.ShouldBe(400);
        entity.Json.GetProperty("errors")[0].GetProperty("field").GetString().ShouldBe(field);
        entity.Json.GetProperty("errors")[0].TryGetProperty("batch_index", out _).ShouldBeFalse();
        Simulator.OperationCount.ShouldBe(0);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("")]
    [InlineData("""{"batch":[{"type":"person","action":"event","identifiers":{"id":"1"},"name":"a"}""")]
    [InlineData("""{"batch":[]}""")]
    [InlineData("""{"batch":{}}""")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"batch":[{"type":"person","action":"delete","identifiers":{"id":"1"}}]} trailing""")]
    public async Task A_malformed_batch_is_refused_as_a_whole(string body)
    {
        var answer = await Client.PostAsync("/api/v2/batch", body);

        answer.Status.ShouldBe(400);
        answer.Json.GetProperty("errors")[0].GetProperty("field").GetString().ShouldBe("batch");
        Simulator.OperationCount.ShouldBe(0);
    }

    [Fact]
    public async Task A_body_of_exactly_the_limit_is_accepted_and_one_byte_more_is_not()
    {
        var exact = Filled(500_000);
        var tooLong = Filled(500_001);

        (await Client.PostAsync("/api/v2/batch", exact)).Status.ShouldBe(200);
        (await Client.PostAsync("/api/v2/batch", tooLong)).Status.ShouldBe(400);
    }

    [Fact]
    public async Task An_item_of_exactly_the_limit_is_accepted_and_one_byte_more_is_not()
    {
        (await Client.BatchAsync(Item(32_000))).Status.ShouldBe(200);
        (await Client.BatchAsync(Item(32_001))).Status.ShouldBe(207);
        (await Client.EntityAsync(Item(32_001))).Status.ShouldBe(400);
    }

    [Fact]
    public async Task Operations_carry_what_came_and_count_in_order()
    {
        var item = $$$"""{"type":"person","action":"event","identifiers":{"email":"A@b.c"},"name":" sold ","id":"{{{Ulid(5)}}}","timestamp":1700000000,"attributes":{"sum":3}}""";
        await Client.BatchAsync(item, """{"type":"person","action":"page","identifiers":{"id":"2"},"name":"/home"}""");

        var operation = Simulator.Operations[0];
        operation.Sequence.ShouldBe(1);
        operation.RequestSequence.ShouldBe(Simulator.Requests.Single().Sequence);
        operation.Type.ShouldBe("person");
        operation.Action.ShouldBe("event");
        operation.Person.ShouldBe(PersonKey.Email("A@b.c"));
        operation.Name.ShouldBe("sold");
        operation.EventId.ShouldBe(Ulid(5));
        operation.Timestamp.ToUnixTimeSeconds().ShouldBe(1700000000);
        operation.Attributes.GetProperty("sum").GetInt32().ShouldBe(3);
        Encoding.UTF8.GetString(operation.AttributesJson.Span).ShouldBe("""{"sum":3}""");
        operation.Outcome.ShouldBe(OperationOutcome.Applied);
        Simulator.Operations[1].Sequence.ShouldBe(2);
        Simulator.Operations[1].EventId.ShouldBeNull();
        Simulator.Operations[1].Attributes.ValueKind.ShouldBe(JsonValueKind.Undefined);
    }

    private static string Item(int bytes)
    {
        const string Frame = """{"type":"person","action":"event","identifiers":{"id":"1"},"name":"a","attributes":{"x":""}}""";
        return Frame.Replace("\"x\":\"\"", $"\"x\":\"{new string('x', bytes - Frame.Length)}\"", StringComparison.Ordinal);
    }

    private static string Filled(int bytes)
    {
        var items = Enumerable.Repeat(Item(30_000), 16).ToList();
        var body = $$"""{"batch":[{{string.Join(',', items)}}]}""";
        items.Add(Item(bytes - body.Length - 1));
        return $$"""{"batch":[{{string.Join(',', items)}}]}""";
    }
}
