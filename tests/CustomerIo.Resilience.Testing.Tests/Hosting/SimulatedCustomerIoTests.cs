using System.Globalization;
using CustomerIo.Resilience.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CustomerIo.Resilience.Testing.Tests.Hosting;

public sealed class SimulatedCustomerIoTests : IAsyncLifetime
{
    private readonly FakeTime _clock = new();
    private SimulatedCustomerIo _customerIo = null!;

    public async ValueTask InitializeAsync() => _customerIo = await SimulatedCustomerIo.StartAsync(_clock);

    public ValueTask DisposeAsync() => _customerIo.DisposeAsync();

    [Fact]
    public async Task An_awaited_call_reaches_the_simulator_while_the_clock_stands_still()
    {
        await using WebApplication shop = await StartShopAsync();
        using HttpClient browser = Browser(shop);

        string status = await browser.GetStringAsync("/order/42");

        status.ShouldBe("Delivered");
        _customerIo.Simulator.EventsOf("42").ShouldHaveSingleItem().Name.ShouldBe("order_placed");
        shop.Services.GetRequiredService<TimeProvider>().ShouldBeSameAs(_clock);
    }

    [Fact]
    public async Task What_nobody_awaits_is_sent_by_a_flush_or_when_the_clock_is_moved()
    {
        await using WebApplication shop = await StartShopAsync();
        using HttpClient browser = Browser(shop);

        (await browser.GetStringAsync("/view/42")).ShouldBe("Queued");
        _customerIo.Simulator.EventsOf("42").ShouldBeEmpty();
        (await _customerIo.FlushAsync()).Sent.ShouldBe(1);
        _customerIo.Simulator.EventsOf("42").Count.ShouldBe(1);

        (await browser.GetStringAsync("/view/42")).ShouldBe("Queued");
        await _customerIo.WaitForAsync(
            static simulator => simulator.EventsOf("42").Count == 2, () => _clock.Advance(TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task A_retry_waits_for_the_clock()
    {
        await using WebApplication shop = await StartShopAsync();
        _customerIo.Simulator.Faults.Next(Fault.ServiceUnavailable());

        Task<DeliveryResult> call = shop.Services.GetRequiredService<ICustomerIoClient>().TrackAsync("42", "order_placed");
        await _customerIo.WaitForAsync(static simulator => simulator.RequestCount == 1);
        call.IsCompleted.ShouldBeFalse();
        await _customerIo.WaitForAsync(
            static simulator => simulator.RequestCount == 2, () => _clock.Advance(TimeSpan.FromMilliseconds(1)));

        (await call.WaitAsync(TimeSpan.FromSeconds(30))).Status.ShouldBe(DeliveryStatus.Delivered);
    }

    [Fact]
    public async Task After_an_outage_all_settles_when_the_clock_is_moved()
    {
        await using WebApplication shop = await StartShopAsync(static options => options.Track.Retry.MaxRetries = 0);
        ICustomerIoClient client = shop.Services.GetRequiredService<ICustomerIoClient>();
        await _customerIo.Simulator.StopAsync();
        (await client.TrackAsync("42", "order_placed")).Status.ShouldBe(DeliveryStatus.Stored);

        await _customerIo.Simulator.StartAgainAsync();
        await _customerIo.SettleAsync(() => _clock.Advance(TimeSpan.FromSeconds(1)));

        _customerIo.Simulator.EventsOf("42").Count.ShouldBe(1);
        shop.Services.GetRequiredService<ICustomerIoStatus>().Figures.ShouldSatisfyAllConditions(
            static figures => figures.Delivered.ShouldBe(1),
            static figures => figures.Stored.ShouldBe(0));
    }

    [Fact]
    public async Task A_call_under_way_in_an_outage_ends_well_when_all_settles()
    {
        await using WebApplication shop = await StartShopAsync();
        await _customerIo.Simulator.StopAsync();
        Task<DeliveryResult> call = shop.Services.GetRequiredService<ICustomerIoClient>().TrackAsync("42", "order_placed");

        await _customerIo.Simulator.StartAgainAsync();
        await _customerIo.SettleAsync(() => _clock.Advance(TimeSpan.FromSeconds(1)));

        (await call.WaitAsync(TimeSpan.FromSeconds(30))).IsAccepted.ShouldBeTrue();
        _customerIo.Simulator.EventsOf("42").Count.ShouldBe(1);
    }

    [Fact]
    public async Task Without_a_clock_of_the_tests_all_goes_by_the_applications_own()
    {
        await using SimulatedCustomerIo customerIo = await SimulatedCustomerIo.StartAsync();
        await using WebApplication shop = await StartShopAsync(customerIo);
        customerIo.Simulator.Faults.Next(Fault.ServiceUnavailable(), Fault.ResetAfterAcceptance());

        DeliveryResult result = await shop.Services.GetRequiredService<ICustomerIoClient>().TrackAsync("42", "order_placed");

        result.Status.ShouldBe(DeliveryStatus.Delivered);
        shop.Services.GetRequiredService<TimeProvider>().ShouldBeSameAs(TimeProvider.System);
        customerIo.Simulator.EventsOf("42").Count.ShouldBe(1);
    }

    [Fact]
    public async Task Every_workspace_and_the_app_api_are_pointed_at_the_simulator()
    {
        await using WebApplication shop = await StartShopAsync();

        await shop.Services.GetRequiredKeyedService<ICustomerIoClient>("outlet").TrackAsync("7", "x");
        shop.Services.GetRequiredKeyedService<IBatchTracker>("outlet").Enqueue("7", "y");
        await _customerIo.FlushAsync();

        _customerIo.Simulator.EventsOf("7").Select(static one => one.Name).ShouldBe(["x", "y"]);
        (await shop.Services.GetRequiredService<IApiClient>().Segments.ListAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Several_applications_share_one()
    {
        await using WebApplication first = await StartShopAsync();
        await using WebApplication second = await StartShopAsync();
        first.Services.GetRequiredService<IBatchTracker>().Enqueue("1", "x");
        second.Services.GetRequiredService<IBatchTracker>().Enqueue("2", "x");

        (await _customerIo.FlushAsync()).Sent.ShouldBe(2);

        await first.StopAsync();
        (await _customerIo.FlushAsync()).Sent.ShouldBe(0);
        _customerIo.Simulator.PersonCount.ShouldBe(2);
    }

    [Fact]
    public async Task Without_a_running_application_a_flush_says_what_to_do()
    {
        InvalidOperationException failure = await Should.ThrowAsync<InvalidOperationException>(() => _customerIo.FlushAsync());

        failure.Message.ShouldContain("Call Attach on its services and start it first");
    }

    [Fact]
    public void Attaching_twice_is_harmless()
    {
        ServiceCollection services = new();

        _customerIo.Attach(services);
        int count = services.Count;
        _customerIo.Attach(services);

        services.Count(service => ReferenceEquals(service.ImplementationInstance, _customerIo)).ShouldBe(1);
        (services.Count - count).ShouldBe(1);
    }

    private Task<WebApplication> StartShopAsync(Action<CustomerIoOptions>? configure = null) =>
        StartShopAsync(_customerIo, configure);

    // An application as somebody writes it, without credentials; then what ConfigureTestServices adds.
    private static async Task<WebApplication> StartShopAsync(
        SimulatedCustomerIo customerIo, Action<CustomerIoOptions>? configure = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddCustomerIo(static _ => { });
        builder.Services.AddCustomerIo("outlet", builder.Configuration.GetSection("Outlet"));
        customerIo.Attach(builder.Services, configure);
        WebApplication shop = builder.Build();
        shop.MapGet("/order/{person}", static async (string person, ICustomerIoClient client) =>
            (await client.TrackAsync(person, "order_placed")).Status.ToString());
        shop.MapGet("/view/{person}", static (string person, IBatchTracker tracker) =>
            tracker.Enqueue(person, "product_viewed").Status.ToString());
        await shop.StartAsync();
        return shop;
    }

    private static HttpClient Browser(WebApplication shop) => new()
    {
        BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"{shop.Urls.Single()}")),
    };
}
