using CustomerIo.Resilience.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CustomerIo.Resilience.Tests.Registration;

public sealed class AddCustomerIoTests
{
    [Fact]
    public async Task A_section_of_settings_configures_everything()
    {
        await using CustomerIoSimulator simulator = await CustomerIoSimulator.StartAsync();
        IConfiguration settings = App.Settings(
            simulator,
            ("Region", "EU"),
            ("Track:Retry:MaxRetries", "7"),
            ("Track:CircuitBreaker:BreakDuration", "00:00:42"),
            ("RateLimits:AppPerSecond", "12"),
            ("Delivery:StampTrackedAt", "true"),
            ("Delivery:MaxQueuedBytes", "5000000000"),
            ("Fallback:MaxAttempts", "3"),
            ("Idempotency:Mode", "Content"));
        using IHost host = await App.StartAsync(services => services.AddCustomerIo(settings.GetSection("CustomerIo")));

        DeliveryResult result = await host.Get<ICustomerIoClient>().TrackAsync("ada", "seen");

        CustomerIoOptions options = host.Get<IOptions<CustomerIoOptions>>().Value;
        result.Status.ShouldBe(DeliveryStatus.Delivered);
        simulator.EventsOf("ada").ShouldHaveSingleItem().Attributes.TryGetProperty("tracked_at", out _).ShouldBeTrue();
        options.Region.ShouldBe(CustomerIoRegion.EU);
        options.Track.Retry.MaxRetries.ShouldBe(7);
        options.Track.CircuitBreaker.BreakDuration.ShouldBe(TimeSpan.FromSeconds(42));
        options.App.Retry.MaxRetries.ShouldBe(3, "the other API keeps its default");
        options.RateLimits.AppPerSecond.ShouldBe(12);
        options.Delivery.MaxQueuedBytes.ShouldBe(5_000_000_000);
        options.Fallback.MaxAttempts.ShouldBe(3);
        options.Idempotency.Mode.ShouldBe(IdempotencyMode.Content);
        await host.StopAsync();
    }

    [Fact]
    public async Task Code_configures_it_too_and_every_service_is_a_singleton()
    {
        await using CustomerIoSimulator simulator = await CustomerIoSimulator.StartAsync();
        using IHost host = await App.StartAsync(
            services => services.AddCustomerIo(options => options.PointTo(simulator)));

        await host.Get<ITrackClient>().IdentifyAsync("ada", []);
        await host.Get<IApiClient>().Segments.ListAsync();

        ShouldBeSingleton<ICustomerIoClient>(host);
        ShouldBeSingleton<IBatchTracker>(host);
        ShouldBeSingleton<ITrackClient>(host);
        ShouldBeSingleton<IApiClient>(host);
        ShouldBeSingleton<ICustomerIoStatus>(host);
        ShouldBeSingleton<IDeadLetters>(host);
        ShouldBeSingleton<ICircuitBreakers>(host);
        simulator.RequestCount.ShouldBe(2);
        await host.StopAsync();
    }

    [Fact]
    public async Task A_named_workspace_has_everything_of_its_own()
    {
        await using CustomerIoSimulator shop = await CustomerIoSimulator.StartAsync(new() { SiteId = "shop" });
        await using CustomerIoSimulator blog = await CustomerIoSimulator.StartAsync(new() { SiteId = "blog" });
        using IHost host = await App.StartAsync(services =>
        {
            services.AddCustomerIo(options => options.PointTo(shop));
            services.AddCustomerIo(
                "blog", App.Settings(blog, ("Track:Retry:MaxRetries", "0")).GetSection("CustomerIo"));
            services.AddSingleton<BlogReader>();
        });
        ICustomerIoClient blogClient = host.Services.GetRequiredKeyedService<ICustomerIoClient>("blog");

        await host.Get<ICustomerIoClient>().TrackAsync("ada", "bought");
        await blogClient.TrackAsync("ada", "read");
        await host.Get<BlogReader>().Track.IdentifyAsync("bob", []);
        await host.Services.GetRequiredKeyedService<IApiClient>("blog").Segments.ListAsync();

        shop.Operations.Select(operation => operation.Name).ShouldBe(["bought"]);
        blog.Operations.Select(operation => operation.Name).ShouldBe(["read", null]);
        blogClient.ShouldNotBeSameAs(host.Get<ICustomerIoClient>());

        blog.Faults.When("/", Fault.ServiceUnavailable());
        for (int index = 0; index < 5; index++)
        {
            await Should.ThrowAsync<CustomerIoException>(host.Get<BlogReader>().Track.DeleteAsync("ada"));
        }

        host.Services.GetRequiredKeyedService<ICircuitBreakers>("blog").Track.State.ShouldBe(CircuitState.Open);
        host.Get<ICustomerIoStatus>().Circuits.Track.State.ShouldBe(CircuitState.Closed);
        (await host.Get<ICustomerIoClient>().TrackAsync("ada", "bought")).Status.ShouldBe(DeliveryStatus.Delivered);
        blog.Faults.Clear();
        await host.StopAsync();
    }

    [Fact]
    public async Task Only_named_workspaces_leave_the_unkeyed_services_to_others()
    {
        await using CustomerIoSimulator simulator = await CustomerIoSimulator.StartAsync();
        using IHost host = await App.StartAsync(
            services => services.AddCustomerIo("blog", options => options.PointTo(simulator)));

        host.Services.GetService<ICustomerIoClient>().ShouldBeNull();
        host.Services.GetService<IApiClient>().ShouldBeNull();
        (await host.Services.GetRequiredKeyedService<ICustomerIoClient>("blog").IdentifyAsync("ada")).Status
            .ShouldBe(DeliveryStatus.Delivered);
        await host.StopAsync();
    }

    [Fact]
    public async Task Adding_it_twice_multiplies_nothing()
    {
        await using CustomerIoSimulator simulator = await CustomerIoSimulator.StartAsync();
        int registered = 0;
        using IHost host = await App.StartAsync(services =>
        {
            CustomerIoBuilder first = services.AddCustomerIo(options => options.PointTo(simulator));
            registered = services.Count;
            CustomerIoBuilder second = services.AddCustomerIo(options =>
            {
                options.Track.Retry.BaseDelay = TimeSpan.FromMilliseconds(1);
                options.Track.Retry.MaxRetries = 2;
            });
            second.ShouldBeSameAs(first);
        });

        await host.Get<ICustomerIoClient>().TrackAsync("ada", "seen");
        simulator.RequestCount.ShouldBe(1);
        simulator.Faults.When("/", Fault.ServiceUnavailable());
        await Should.ThrowAsync<CustomerIoException>(host.Get<ITrackClient>().DeleteAsync("ada"));

        simulator.RequestCount.ShouldBe(1 + 3);
        host.Services.GetServices<IHostedService>().Count(service => service.GetType().Name == "DeliveryHost")
            .ShouldBe(1);
        host.Services.GetServices<ICustomerIoClient>().Count().ShouldBe(1);
        registered.ShouldBeGreaterThan(0);
        simulator.Faults.Clear();
        await host.StopAsync();
    }

    [Fact]
    public async Task Without_a_host_it_delivers_and_disposing_sends_what_waits()
    {
        await using CustomerIoSimulator simulator = await CustomerIoSimulator.StartAsync();
        ServiceCollection services = new();
        services.AddCustomerIo(options => options.PointTo(simulator));

        await using (ServiceProvider provider = services.BuildServiceProvider())
        {
            DeliveryResult result = await provider.GetRequiredService<ICustomerIoClient>().TrackAsync("ada", "seen");
            result.Status.ShouldBe(DeliveryStatus.Delivered);
            provider.GetRequiredService<IBatchTracker>().Enqueue("ada", "left");
        }

        simulator.EventsOf("ada").Select(one => one.Name).ShouldBe(["seen", "left"]);
    }

    [Fact]
    public async Task A_stopping_host_sends_what_waits_of_every_workspace()
    {
        await using CustomerIoSimulator shop = await CustomerIoSimulator.StartAsync();
        await using CustomerIoSimulator blog = await CustomerIoSimulator.StartAsync();
        using IHost host = await App.StartAsync(services =>
        {
            services.AddCustomerIo(options => options.PointTo(shop));
            services.AddCustomerIo("blog", options => options.PointTo(blog));
        });
        host.Get<IBatchTracker>().Enqueue("ada", "bought");
        host.Services.GetRequiredKeyedService<IBatchTracker>("blog").Enqueue("ada", "read");

        await host.StopAsync();

        shop.OperationCount.ShouldBe(1);
        blog.OperationCount.ShouldBe(1);
    }

    private static void ShouldBeSingleton<T>(IHost host)
        where T : notnull
    {
        using IServiceScope scope = host.Services.CreateScope();
        scope.ServiceProvider.GetRequiredService<T>().ShouldBeSameAs(host.Get<T>());
        scope.ServiceProvider.GetRequiredKeyedService<T>(string.Empty).ShouldBeSameAs(host.Get<T>());
    }

    private sealed class BlogReader([FromKeyedServices("blog")] ITrackClient track)
    {
        public ITrackClient Track { get; } = track;
    }
}
