namespace CustomerIo.Resilience.Testing.Tests;

public sealed class LimitTests : SimulatorTest
{
    [Theory]
    [InlineData(150, 200)]
    [InlineData(151, 400)]
    public async Task An_id_has_150_bytes_at_most(int length, int status)
    {
        var id = new string('i', length);

        (await Client.PutAsync($"/api/v1/customers/{id}", "{}")).Status.ShouldBe(status);
        (await Identify("{}", id)).Status.ShouldBe(status);
    }

    [Theory]
    [InlineData(150, 200)]
    [InlineData(151, 400)]
    public Task An_attribute_name_has_150_bytes_at_most(int length, int status) =>
        Both($$"""{"{{new string('n', length)}}":1}""", status);

    [Theory]
    [InlineData(1000, 200)]
    [InlineData(1001, 400)]
    public Task An_attribute_value_has_1000_bytes_at_most(int length, int status) =>
        Both($$"""{"a":"{{new string('v', length)}}"}""", status);

    [Theory]
    [InlineData(500, 200)]
    [InlineData(501, 400)]
    public Task Bytes_are_those_of_utf8_and_not_of_escapes(int length, int status) =>
        Both($$"""{"a":"{{string.Concat(Enumerable.Repeat("\\u00e9", length))}}"}""", status);

    [Theory]
    [InlineData(300, 200)]
    [InlineData(301, 400)]
    public Task A_person_takes_300_attributes_at_most(int count, int status) =>
        Both($$"""{{{string.Join(',', Enumerable.Range(0, count).Select(i => $"\"a{i}\":{i}"))}}}""", status);

    [Theory]
    [InlineData(100, 200)]
    [InlineData(101, 400)]
    public async Task An_event_name_has_100_bytes_at_most(int length, int status)
    {
        var name = new string('e', length);

        (await Client.PostAsync("/api/v1/customers/1/events", $$"""{"name":"{{name}}"}""")).Status.ShouldBe(status);
        (await Client.EntityAsync(
            $$$"""{"type":"person","action":"event","identifiers":{"id":"1"},"name":"{{{name}}}"}"""))
            .Status.ShouldBe(status);
    }

    [Theory]
    [InlineData(100_000, 200)]
    [InlineData(100_001, 400)]
    public async Task Event_data_has_100_000_bytes_at_most(int length, int status)
    {
        var data = $$"""{"x":"{{new string('x', length - 8)}}"}""";

        (await Client.PostAsync("/api/v1/customers/1/events", $$"""{"name":"a","data":{{data}}}"""))
            .Status.ShouldBe(status);
    }

    [Theory]
    [InlineData(1000, 200)]
    [InlineData(1001, 400)]
    public async Task A_segment_call_takes_1000_ids_at_most(int count, int status)
    {
        Simulator.AddSegment("VIP", 7);
        var ids = string.Join(',', Enumerable.Range(0, count).Select(i => $"\"{i}\""));

        (await Client.PostAsync("/api/v1/segments/7/add_customers", $$"""{"ids":[{{ids}}]}""")).Status.ShouldBe(status);
    }

    private async Task Both(string attributes, int status)
    {
        (await Client.PutAsync("/api/v1/customers/1", attributes)).Status.ShouldBe(status);
        (await Identify(attributes, "1")).Status.ShouldBe(status);
    }

    private Task<SimulatorClient.Answer> Identify(string attributes, string id) => Client.EntityAsync(
        $$$"""{"type":"person","action":"identify","identifiers":{"id":"{{{id}}}"},"attributes":{{{attributes}}}}""");
}
