using System.Net;
using System.Text.Json;
using CustomerIo.Resilience.AspNetCore.Tests.Support;
using CustomerIo.Resilience.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerIo.Resilience.AspNetCore.Tests.Health;

public sealed class HealthEndpointTests
{
    private const string Path = "/health/customerio";

    [Fact]
    public async Task Healthy_delivery_is_200_with_every_figure()
    {
        await using Site site = await Site.StartAsync(static app => app.MapCustomerIoHealth(Path));
        await site.Client.TrackAsync("ada", "seen");

        using HttpResponseMessage answer = await site.Http.GetAsync(Path);
        JsonElement json = await JsonOfAsync(answer);
        JsonElement workspace = json.GetProperty("workspaces").EnumerateArray().Single();

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        json.GetProperty("status").GetString().ShouldBe("healthy");
        workspace.GetProperty("name").GetString().ShouldBe(string.Empty);
        workspace.GetProperty("status").GetString().ShouldBe("healthy");
        workspace.GetProperty("description").GetString().ShouldBe("Operations are delivered.");
        workspace.GetProperty("dead_letters").GetInt64().ShouldBe(0);
        foreach (string surface in (string[])["track", "app"])
        {
            JsonElement circuit = workspace.GetProperty(surface);
            circuit.GetProperty("circuit_state").GetString().ShouldBe("closed");
            circuit.GetProperty("failure_count").GetInt32().ShouldBe(0);
            circuit.GetProperty("last_failure").ValueKind.ShouldBe(JsonValueKind.Null);
        }

        workspace.GetProperty("track").GetProperty("last_success").GetDateTimeOffset().Year.ShouldBeGreaterThan(2024);
        workspace.GetProperty("app").GetProperty("last_success").ValueKind.ShouldBe(JsonValueKind.Null);
        workspace.GetProperty("queue").GetProperty("depth").GetInt64().ShouldBe(0);
        workspace.GetProperty("queue").GetProperty("oldest_age_seconds").ValueKind.ShouldBe(JsonValueKind.Null);
        workspace.GetProperty("store").GetProperty("state").GetString().ShouldBe("ok");
        site.Simulator.RequestCount.ShouldBe(1);
    }

    [Theory]
    [InlineData(503)]
    [InlineData(200)]
    public async Task An_outage_is_degraded_with_the_status_that_was_chosen(int degraded)
    {
        await using Site site = await Site.StartAsync(app => app.MapCustomerIoHealth(Path, degraded));
        await site.Simulator.StopAsync();
        (await site.Client.TrackAsync("ada", "seen")).Status.ShouldBe(DeliveryStatus.Stored);

        using HttpResponseMessage answer = await site.Http.GetAsync(Path);
        JsonElement workspace = (await JsonOfAsync(answer)).GetProperty("workspaces")[0];

        ((int)answer.StatusCode).ShouldBe(degraded);
        workspace.GetProperty("status").GetString().ShouldBe("degraded");
        workspace.GetProperty("track").GetProperty("failure_count").GetInt32().ShouldBeGreaterThanOrEqualTo(1);
        workspace.GetProperty("track").GetProperty("last_failure").GetDateTimeOffset().Year.ShouldBeGreaterThan(2024);
        workspace.GetProperty("track").GetProperty("last_failure_kind").GetString().ShouldNotBeNullOrEmpty();
        workspace.GetProperty("queue").GetProperty("depth").GetInt64().ShouldBe(1);
        workspace.GetProperty("queue").GetProperty("stored").GetInt64().ShouldBe(1);
        workspace.GetProperty("queue").GetProperty("oldest_age_seconds").GetDouble().ShouldBeGreaterThanOrEqualTo(0);
    }

    [Fact]
    public async Task Refused_credentials_are_503_whatever_was_chosen_for_degraded()
    {
        await using Site site = await Site.StartAsync(static app => app.MapCustomerIoHealth(Path, degradedStatusCode: 200));
        site.Simulator.Faults.When("/", Fault.Status(401));
        await site.Client.TrackAsync("ada", "seen");

        using HttpResponseMessage answer = await site.Http.GetAsync(Path);
        JsonElement workspace = (await JsonOfAsync(answer)).GetProperty("workspaces")[0];

        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        workspace.GetProperty("status").GetString().ShouldBe("unhealthy");
        workspace.GetProperty("description").GetString()!.ShouldContain("401");
    }

    [Fact]
    public async Task The_worst_of_several_workspaces_counts_and_one_without_delivery_is_among_them()
    {
        await using Site site = await Site.StartAsync(
            static app => app.MapCustomerIoHealth(Path),
            static services =>
            {
                services.AddCustomerIo("reads", static options => options.AppApiKey = "app-key");
                services.AddCustomerIo("shop", static options =>
                {
                    options.SiteId = "site";
                    options.TrackApiKey = "key";
                    options.TrackAddress = new Uri("http://127.0.0.1:1");
                });
            });
        site.Get<IServiceProvider>().GetRequiredKeyedService<ICustomerIoStatus>("shop").Circuits.Track.Isolate();

        using HttpResponseMessage answer = await site.Http.GetAsync(Path);
        JsonElement json = await JsonOfAsync(answer);

        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        json.GetProperty("status").GetString().ShouldBe("degraded");
        json.GetProperty("workspaces").EnumerateArray()
            .Select(static one => $"{one.GetProperty("name")} {one.GetProperty("status")}")
            .ShouldBe([" healthy", "reads healthy", "shop degraded"]);
        json.GetProperty("workspaces")[2].GetProperty("track").GetProperty("circuit_state").GetString().ShouldBe("isolated");
    }

    [Fact]
    public async Task Asked_for_headers_only_it_gives_no_body()
    {
        await using Site site = await Site.StartAsync(static app => app.MapCustomerIoHealth(Path));
        using HttpRequestMessage request = new(HttpMethod.Head, Path);

        using HttpResponseMessage answer = await site.Http.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_Customer_io_it_says_what_is_missing()
    {
        await using WebApplication app = WebApplication.CreateSlimBuilder().Build();

        InvalidOperationException failure = Should.Throw<InvalidOperationException>(() => app.MapCustomerIoHealth(Path));

        failure.Message.ShouldContain("MapCustomerIoHealth");
        failure.Message.ShouldContain("AddCustomerIo(...)");
    }

    private static async Task<JsonElement> JsonOfAsync(HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync()).RootElement;
}
