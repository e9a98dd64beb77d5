namespace CustomerIo.Resilience.Testing.Tests;

public sealed class RegionTests
{
    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_european_workspaces_requests_are_redirected_from_the_other_host(int status)
    {
        await using var simulator = await CustomerIoSimulator.StartAsync(
            new() { Region = SimulatorRegion.Eu, RedirectStatus = status });
        using var client = new SimulatorClient(simulator, simulator.OtherRegionAddress);

        var answer = await client.PutAsync("/api/v1/customers/a%2Fb?x=1", "{}");

        answer.Status.ShouldBe(status);
        answer.Location!.AbsoluteUri.ShouldBe(new Uri(simulator.TrackAddress, "/api/v1/customers/a%2Fb?x=1").AbsoluteUri);
        simulator.People.ShouldBeEmpty();
        (await client.PutAsync(answer.Location.AbsoluteUri, "{}")).Status.ShouldBe(200);
        simulator.Person("a/b").ShouldNotBeNull();
    }

    [Fact]
    public async Task The_app_api_redirects_with_an_error_body()
    {
        await using var simulator = await CustomerIoSimulator.StartAsync(new() { Region = SimulatorRegion.Eu });
        using var client = new SimulatorClient(simulator, simulator.OtherRegionAddress);

        var answer = await client.GetAsync("/v1/segments");

        answer.Status.ShouldBe(301);
        answer.Location!.AbsoluteUri.ShouldBe(new Uri(simulator.ApiAddress, "/v1/segments").AbsoluteUri);
        answer.Json.GetProperty("errors")[0].GetProperty("status").GetString().ShouldBe("301");
    }

    [Fact]
    public async Task A_workspace_in_the_united_states_is_unknown_to_the_european_host()
    {
        await using var simulator = await CustomerIoSimulator.StartAsync();
        using var client = new SimulatorClient(simulator, simulator.OtherRegionAddress);

        (await client.PutAsync("/api/v1/customers/1", "{}")).Status.ShouldBe(401);
        (await client.GetAsync("/v1/segments")).Status.ShouldBe(401);
    }

    [Theory]
    [InlineData(SimulatorRegion.Us, "us")]
    [InlineData(SimulatorRegion.Eu, "eu")]
    public async Task The_account_region_can_be_asked_of_either_host(SimulatorRegion region, string name)
    {
        await using var simulator = await CustomerIoSimulator.StartAsync(new() { Region = region });
        foreach (var address in new[] { simulator.TrackAddress, simulator.OtherRegionAddress })
        {
            using var client = new SimulatorClient(simulator, address);

            var answer = await client.GetAsync("/api/v1/accounts/region");

            answer.Json.GetProperty("region").GetString().ShouldBe(name);
            new Uri(answer.Json.GetProperty("url").GetString()!).ShouldBe(simulator.TrackAddress);
        }
    }
}
