using CustomerIo.Resilience.Testing;
using CustomerIo.Resilience.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace CustomerIo.Resilience.Tests.Registration;

public sealed class CredentialsTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public async Task An_app_key_alone_is_enough_for_the_app_api(string? nothing)
    {
        await using CustomerIoSimulator simulator = await CustomerIoSimulator.StartAsync();
        using IHost host = await App.StartAsync(services => services.AddCustomerIo(options =>
        {
            options.PointTo(simulator);
            (options.SiteId, options.TrackApiKey) = (nothing, nothing);
        }));

        (await host.Get<IApiClient>().Segments.ListAsync()).ShouldBeEmpty();
        string message = Should.Throw<InvalidOperationException>(() => host.Get<ICustomerIoClient>()).Message;
        message.ShouldContain("CustomerIo:SiteId and CustomerIo:TrackApiKey are missing");
        message.ShouldContain("CUSTOMERIO_SITE_ID");
        await host.StopAsync();
    }

    [Fact]
    public async Task Without_an_app_key_everything_else_works()
    {
        await using CustomerIoSimulator simulator = await CustomerIoSimulator.StartAsync();
        using IHost host = await App.StartAsync(services => services.AddCustomerIo(options =>
        {
            options.PointTo(simulator);
            options.AppApiKey = null;
        }));

        (await host.Get<ICustomerIoClient>().IdentifyAsync("ada")).Status.ShouldBe(DeliveryStatus.Delivered);
        string message = Should.Throw<InvalidOperationException>(() => host.Get<IApiClient>()).Message;
        message.ShouldContain("CustomerIo:AppApiKey is missing");
        message.ShouldContain("CUSTOMERIO_APP_API_KEY");
        await host.StopAsync();
    }

    [Fact]
    public async Task Corrected_credentials_are_used_after_a_reload_and_what_waited_is_delivered()
    {
        await using CustomerIoSimulator simulator = await CustomerIoSimulator.StartAsync();
        IConfigurationRoot settings = App.Settings(
            simulator,
            ("TrackApiKey", "expired"),
            ("Fallback:DrainDelay", "00:00:00.010"),
            ("Fallback:MaxDrainDelay", "00:00:00.100"));
        using IHost host = await App.StartAsync(services => services.AddCustomerIo(settings.GetSection("CustomerIo")));
        ICustomerIoClient client = host.Get<ICustomerIoClient>();

        DeliveryResult before = await client.TrackAsync("ada", "before");
        int? blocked = host.Get<ICustomerIoStatus>().BlockedStatus;
        settings["CustomerIo:TrackApiKey"] = simulator.TrackApiKey;
        settings.Reload();
        await simulator.WaitForAsync(one => one.EventsOf("ada").Count == 1);
        DeliveryResult after = await client.TrackAsync("ada", "after");

        before.Status.ShouldBe(DeliveryStatus.Stored);
        blocked.ShouldBe(401);
        after.IsAccepted.ShouldBeTrue();
        await simulator.WaitForAsync(one => one.EventsOf("ada").Count == 2);
        simulator.EventsOf("ada").Select(one => one.Name).ShouldBe(["before", "after"]);
        host.Get<ICustomerIoStatus>().BlockedStatus.ShouldBeNull();
        await host.StopAsync();
    }

    [Fact]
    public async Task A_reload_that_breaks_the_settings_does_not_stop_delivery()
    {
        await using CustomerIoSimulator simulator = await CustomerIoSimulator.StartAsync();
        HostLog log = new();
        IConfigurationRoot settings = App.Settings(simulator);
        using IHost host = await App.StartAsync(
            services => services.AddCustomerIo(settings.GetSection("CustomerIo")), log);
        ICustomerIoClient client = host.Get<ICustomerIoClient>();
        await client.TrackAsync("ada", "before");

        settings["CustomerIo:SiteId"] = null;
        try
        {
            settings.Reload();
        }
        catch (Exception)
        {
            // Whoever reloads learns what is wrong with the settings.
        }

        (await client.TrackAsync("ada", "after")).Status.ShouldBe(DeliveryStatus.Delivered);
        log.Lines.Count(line => line.Id == 1053).ShouldBe(1);
        host.Get<IBatchTracker>().Enqueue("ada", "left");
        await host.StopAsync();
        simulator.EventsOf("ada").Select(one => one.Name).ShouldBe(["before", "after", "left"]);
    }
}
