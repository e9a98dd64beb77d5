using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace CustomerIo.Resilience.Testing.Tests.Fakes;

public sealed class AddFakeCustomerIoTests
{
    [Theory]
    [InlineData("before")]
    [InlineData("after")]
    [InlineData("without")]
    public async Task It_stands_in_the_place_of_the_client_whatever_the_order(string order)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
        FakeCustomerIoClient fake = new();
        if (order is "after")
        {
            builder.Services.AddCustomerIo(static _ => { });
        }

        FakeCustomerIoClient returned = builder.Services.AddFakeCustomerIo(fake);
        if (order is "before")
        {
            builder.Services.AddCustomerIo(static _ => { });
        }

        using IHost host = builder.Build();
        await host.StartAsync();

        returned.ShouldBeSameAs(fake);
        host.Services.GetRequiredService<ICustomerIoClient>().ShouldBeSameAs(fake);
        host.Services.GetRequiredService<IBatchTracker>().ShouldBeSameAs(fake);
        host.Services.GetRequiredService<FakeCustomerIoClient>().ShouldBeSameAs(fake);
        host.Services.GetServices<ICustomerIoClient>().ShouldHaveSingleItem();
        await host.StopAsync();
    }

    [Fact]
    public async Task A_named_workspace_has_a_fake_of_its_own_and_others_stay_as_they_are()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddCustomerIo(static options => (options.SiteId, options.TrackApiKey) = ("site", "key"));
        builder.Services.AddCustomerIo("shop", static _ => { });
        FakeCustomerIoClient shop = builder.Services.AddFakeCustomerIo("shop");
        using IHost host = builder.Build();
        await host.StartAsync();

        host.Services.GetRequiredKeyedService<ICustomerIoClient>("shop").ShouldBeSameAs(shop);
        host.Services.GetRequiredKeyedService<IBatchTracker>("shop").ShouldBeSameAs(shop);
        host.Services.GetRequiredKeyedService<FakeCustomerIoClient>("shop").ShouldBeSameAs(shop);
        host.Services.GetService<FakeCustomerIoClient>().ShouldBeNull();
        host.Services.GetRequiredService<ICustomerIoClient>().ShouldNotBeOfType<FakeCustomerIoClient>();
        await host.StopAsync();
    }

    [Fact]
    public void Adding_it_again_puts_the_later_fake_in_place()
    {
        ServiceCollection services = new();
        services.AddFakeCustomerIo();
        FakeCustomerIoClient later = services.AddFakeCustomerIo();
        using ServiceProvider provider = services.BuildServiceProvider();

        provider.GetRequiredService<ICustomerIoClient>().ShouldBeSameAs(later);
        provider.GetServices<FakeCustomerIoClient>().ShouldBe([later]);
    }

    [Fact]
    public async Task What_looks_at_delivery_works_and_sees_none()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddCustomerIo(static _ => { });
        builder.Services.AddFakeCustomerIo();
        builder.Services.AddHealthChecks().AddCustomerIo();
        using IHost host = builder.Build();
        await host.StartAsync();
        await host.Services.GetRequiredService<ICustomerIoClient>().TrackAsync("42", "x");

        ICustomerIoStatus status = host.Services.GetRequiredService<ICustomerIoStatus>();
        HealthReport health = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();

        status.Figures.Accepted.ShouldBe(0);
        status.Circuits.Track.State.ShouldBe(CircuitState.Closed);
        health.Status.ShouldBe(HealthStatus.Healthy);
        (await host.Services.GetRequiredService<IDeadLetters>().ListPageAsync(0, 10)).ShouldBeEmpty();
        await host.StopAsync();
    }

    [Fact]
    public async Task The_applications_store_is_not_opened_even_when_it_is_chosen_later()
    {
        bool isMade = false;
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddFakeCustomerIo();
        builder.Services.AddCustomerIo(static options => options.Delivery.Durability = Durability.WriteAhead)
            .UseFallbackStore(_ =>
            {
                isMade = true;
                throw new InvalidOperationException("The store was asked for.");
            });
        using IHost host = builder.Build();

        await host.StartAsync();
        await host.StopAsync();

        isMade.ShouldBeFalse();
    }

    [Fact]
    public async Task The_other_clients_can_be_injected_and_their_calls_say_what_to_do()
    {
        await using CustomerIoSimulator simulator = await CustomerIoSimulator.StartAsync();
        ServiceCollection services = new();
        services.AddCustomerIo(options =>
        {
            options.TrackAddress = simulator.TrackAddress;
            options.ApiAddress = simulator.ApiAddress;
        });
        services.AddFakeCustomerIo();
        await using ServiceProvider provider = services.BuildServiceProvider();

        InvalidOperationException track = await Should.ThrowAsync<InvalidOperationException>(
            () => provider.GetRequiredService<ITrackClient>().DeleteAsync("42"));
        InvalidOperationException api = await Should.ThrowAsync<InvalidOperationException>(
            () => provider.GetRequiredService<IApiClient>().Segments.ListAsync());

        track.Message.ShouldStartWith("A DELETE of ITrackClient was called, and AddFakeCustomerIo lets nothing reach");
        api.Message.ShouldStartWith("A GET of IApiClient was called");
        simulator.RequestCount.ShouldBe(0);
    }
}
