namespace CustomerIo.Resilience.Testing.Tests;

/// <summary>Answers of the live service, as the official Node client's public fixtures of May 2026 recorded them.</summary>
public sealed class RecordedRepliesTests : SimulatorTest
{
    [Theory]
    [InlineData("PUT", "/api/v1/customers/1/devices", """{"device":{"id":"t","platform":"ios"}}""")]
    [InlineData("POST", "/api/v2/batch", """{"batch":[{"type":"person","action":"identify","identifiers":{"id":"1"}}]}""")]
    [InlineData("DELETE", "/api/v1/customers/1/devices/t", null)]
    [InlineData("DELETE", "/api/v1/customers/1", null)]
    [InlineData("PUT", "/api/v1/customers/1", """{"first_name":"Ann"}""")]
    [InlineData("POST", "/api/v1/customers/1/suppress", "{}")]
    [InlineData("POST", "/api/v1/customers/1/unsuppress", "{}")]
    [InlineData("POST", "/api/v1/events", """{"name":"sale","anonymous_id":"v"}""")]
    [InlineData("POST", "/api/v1/customers/1/events", """{"name":"/home","type":"page"}""")]
    [InlineData("POST", "/api/v1/customers/1/events", """{"name":"sale","data":{"price":1}}""")]
    public async Task Success_of_the_track_api_is_200_with_an_empty_object_and_a_newline(
        string method, string path, string? body)
    {
        var answer = await Client.SendAsync(method, path, body);

        answer.Status.ShouldBe(200);
        answer.Body.ShouldBe("{}\n");
    }

    [Fact]
    public async Task Nobody_found_by_email_is_200_with_no_results() =>
        (await Client.GetAsync("/v1/customers?email=nobody%40x.org")).Body.ShouldBe("{\"results\":[]}\n");

    [Fact]
    public async Task A_workspace_without_exports_lists_null() =>
        (await Client.GetAsync("/v1/exports")).Body.ShouldBe("{\"exports\":null}\n");
}
