using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Testing;
using CustomerIo.Resilience.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CustomerIo.Resilience.Tests.Registration;

public sealed class BuilderTests
{
    [Fact]
    public async Task Handlers_of_the_application_see_each_request_of_their_client()
    {
        List<string> track = [];
        List<string> app = [];
        await using Workbench bench = await Workbench.StartAsync(build: builder =>
        {
            builder.TrackHttpClient.AddHttpMessageHandler(() => new Witness(track));
            builder.ApiHttpClient.AddHttpMessageHandler(() => new Witness(app));
        });

        await bench.Client.IdentifyAsync("ada");
        await bench.Get<ITrackClient>().DeleteAsync("ada");
        await bench.Get<IApiClient>().Segments.ListAsync();

        track.ShouldBe(["POST /api/v2/batch", "DELETE /api/v1/customers/ada"]);
        app.ShouldBe(["GET /v1/segments"]);
    }

    [Fact]
    public async Task Configure_has_the_last_word()
    {
        await using Workbench bench = await Workbench.StartAsync(
            options => options.Delivery.StampLastSeenAt = false,
            build: builder => builder.Configure(options => options.Delivery.StampLastSeenAt = true));

        await bench.Client.IdentifyAsync("ada");

        bench.Simulator.Person("ada")!.Attributes.Keys.ShouldContain("last_seen_at");
    }

    [Fact]
    public async Task A_store_of_the_application_takes_the_place_of_the_one_in_memory()
    {
        InMemoryFallbackStore store = new(new FallbackOptions(), TimeProvider.System);
        await using Workbench bench = await Workbench.StartAsync(
            Quick.Recovery, build: builder => builder.UseFallbackStore(_ => store));
        await bench.Simulator.StopAsync();

        DeliveryResult result = await bench.Client.TrackAsync("ada", "seen");

        result.Status.ShouldBe(DeliveryStatus.Stored);
        store.GetStatistics().Count.ShouldBe(1);
        await bench.Simulator.StartAgainAsync();
        await bench.SettleAsync();
        store.GetStatistics().Count.ShouldBe(0);
    }

    [Fact]
    public async Task A_store_is_chosen_for_the_named_workspace_alone()
    {
        InMemoryFallbackStore store = new(new FallbackOptions(), TimeProvider.System);
        await using CustomerIoSimulator simulator = await CustomerIoSimulator.StartAsync();
        using IHost host = await App.StartAsync(services =>
        {
            services.AddCustomerIo(options => options.PointTo(simulator));
            services.AddCustomerIo("blog", options => options.PointTo(simulator)).UseFallbackStore(_ => store);
        });

        host.Services.GetRequiredKeyedService<IFallbackStore>("blog").ShouldBeSameAs(store);
        host.Services.GetRequiredKeyedService<IFallbackStore>(string.Empty).ShouldNotBeSameAs(store);
        await host.StopAsync();
    }

    [Fact]
    public async Task A_resilience_handler_on_all_clients_is_warned_of_once_a_client()
    {
        await using CustomerIoSimulator simulator = await CustomerIoSimulator.StartAsync();
        HostLog log = new();
        using IHost host = await App.StartAsync(
            services =>
            {
                services.ConfigureHttpClientDefaults(
                    client => client.AddHttpMessageHandler(() => new MyResilienceHandler()));
                services.AddCustomerIo(options => options.PointTo(simulator));
            },
            log);

        await host.Get<ICustomerIoClient>().IdentifyAsync("ada");
        await host.Get<ICustomerIoClient>().IdentifyAsync("bob");
        await host.Get<IApiClient>().Segments.ListAsync();

        string[] warnings = [.. log.Lines.Where(line => line.Id == 1050).Select(line => line.Text)];
        warnings.Length.ShouldBe(2);
        warnings.ShouldAllBe(text => text.Contains(nameof(MyResilienceHandler)));
        warnings.ShouldBeUnique();
        await host.StopAsync();
    }

    private sealed class Witness(List<string> seen) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            seen.Add($"{request.Method} {request.RequestUri!.AbsolutePath}");
            return base.SendAsync(request, cancellationToken);
        }
    }

    private sealed class MyResilienceHandler : DelegatingHandler;
}
