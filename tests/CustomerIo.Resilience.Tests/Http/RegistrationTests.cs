using CustomerIo.Resilience.Http;
using CustomerIo.Resilience.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerIo.Resilience.Tests.Http;

public sealed class RegistrationTests
{
    [Fact]
    public async Task Registering_twice_is_harmless()
    {
        var network = new ScriptedHandler(_ => ScriptedHandler.Status(200));
        await using var harness = new HttpHarness(
            network: network,
            services: services =>
            {
                int before = services.Count(service => service.IsKeyedService);
                CustomerIoHttpRegistration.Add(services, HttpHarness.Workspace);
                services.Count(service => service.IsKeyedService).ShouldBe(before);
            });

        (await harness.SendAsync()).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Workspaces_have_breakers_of_their_own()
    {
        await using var harness =
            new HttpHarness(services: services => CustomerIoHttpRegistration.Add(services, "second"));
        var second = harness.Services.GetRequiredKeyedService<ICircuitBreakers>("second");

        second.Track.Isolate();

        harness.Breakers.Track.State.ShouldBe(CircuitState.Closed);
        harness.Breakers.Track.ShouldNotBeSameAs(second.Track);
    }

    [Theory]
    [InlineData("", "CustomerIo.Resilience:Track")]
    [InlineData("eu", "CustomerIo.Resilience:eu:Track")]
    public void Clients_are_named_after_the_workspace(string workspace, string expected) =>
        CustomerIoHttpRegistration.ClientNames(workspace).Track.ShouldBe(expected);

    [Theory]
    [InlineData(CustomerIoRegion.US, "track.customer.io", "api.customer.io")]
    [InlineData(CustomerIoRegion.EU, "track-eu.customer.io", "api-eu.customer.io")]
    public async Task The_region_decides_the_hosts(CustomerIoRegion region, string track, string app)
    {
        var seen = new List<string>();
        var network = new ScriptedHandler((request, _, _) =>
        {
            seen.Add(request.RequestUri!.AbsoluteUri);
            return Task.FromResult(ScriptedHandler.Status(200));
        });
        await using var harness = new HttpHarness(
            options =>
            {
                options.Region = region;
                options.TrackAddress = options.ApiAddress = null;
            },
            network);

        await harness.SendAsync();
        await harness.SendAsync(HttpHarness.Post(surface: ApiSurface.App));

        seen.ShouldBe([$"https://{track}/api/v2/batch", $"https://{app}/api/v2/batch"]);
    }

    [Fact]
    public async Task An_address_may_have_a_path_of_its_own()
    {
        await using var server = new RawServer((_, _) => RawServer.Answer(200));
        await using var harness =
            new HttpHarness(options => options.TrackAddress = new Uri(server.Address, "/proxy/cio/"));

        await harness.SendAsync();

        server.Requests[0].Path.ShouldBe("/proxy/cio/api/v2/batch");
    }
}
