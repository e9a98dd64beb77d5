using CustomerIo.Resilience.Testing;
using CustomerIo.Resilience.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CustomerIo.Resilience.Tests.Registration;

[Collection(nameof(Alone))]
public sealed class EnvironmentTests : IDisposable
{
    private static readonly string[] Names =
        ["CUSTOMERIO_SITE_ID", "CUSTOMERIO_TRACK_API_KEY", "CUSTOMERIO_APP_API_KEY", "CUSTOMERIO_REGION"];

    private readonly string?[] _before = [.. Names.Select(Environment.GetEnvironmentVariable)];

    public EnvironmentTests() => Set(null, null, null, null);

    [Fact]
    public async Task Without_settings_the_environment_configures_it()
    {
        await using CustomerIoSimulator simulator = await CustomerIoSimulator.StartAsync();
        Set(simulator.SiteId, simulator.TrackApiKey, simulator.AppApiKey, " eu ");
        using IHost host = await App.StartAsync(services => services.AddCustomerIo().Configure(options =>
            (options.TrackAddress, options.ApiAddress) = (simulator.TrackAddress, simulator.ApiAddress)));

        (await host.Get<ICustomerIoClient>().TrackAsync("ada", "seen")).Status.ShouldBe(DeliveryStatus.Delivered);
        (await host.Get<IApiClient>().Segments.ListAsync()).ShouldBeEmpty();
        host.Get<IOptions<CustomerIoOptions>>().Value.Region.ShouldBe(CustomerIoRegion.EU);
        await host.StopAsync();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public async Task What_is_missing_is_named_with_option_and_variable(string? nothing)
    {
        Set(nothing, nothing, nothing, nothing);

        OptionsValidationException exception = await Should.ThrowAsync<OptionsValidationException>(
            App.StartAsync(services => services.AddCustomerIo()));

        exception.Failures.Count().ShouldBe(2);
        exception.Message.ShouldContain("CustomerIo:SiteId is missing");
        exception.Message.ShouldContain("CUSTOMERIO_SITE_ID");
        exception.Message.ShouldContain("CustomerIo:TrackApiKey is missing");
        exception.Message.ShouldContain("CUSTOMERIO_TRACK_API_KEY");
    }

    [Fact]
    public async Task Half_of_a_pair_is_not_enough()
    {
        Set("site", null, "app", null);

        OptionsValidationException exception = await Should.ThrowAsync<OptionsValidationException>(
            App.StartAsync(services => services.AddCustomerIo()));

        exception.Failures.ShouldHaveSingleItem().ShouldContain("CUSTOMERIO_TRACK_API_KEY");
    }

    [Fact]
    public async Task A_region_that_is_none_is_named_with_what_is_allowed()
    {
        Set("site", "key", null, "mars");

        OptionsValidationException exception = await Should.ThrowAsync<OptionsValidationException>(
            App.StartAsync(services => services.AddCustomerIo()));

        exception.Message.ShouldContain("CUSTOMERIO_REGION is 'mars'; us or eu is allowed");
    }

    [Fact]
    public async Task An_empty_environment_leaves_settings_alone()
    {
        await using CustomerIoSimulator simulator = await CustomerIoSimulator.StartAsync();
        IConfiguration settings = App.Settings(simulator, ("Region", "EU")).GetSection("CustomerIo");
        using IHost host = await App.StartAsync(services =>
        {
            services.AddCustomerIo(settings);
            services.AddCustomerIo();
        });

        (await host.Get<ICustomerIoClient>().TrackAsync("ada", "seen")).Status.ShouldBe(DeliveryStatus.Delivered);
        host.Get<IOptions<CustomerIoOptions>>().Value.Region.ShouldBe(CustomerIoRegion.EU);
        await host.StopAsync();
    }

    [Fact]
    public async Task Settings_do_not_look_at_the_environment()
    {
        Set("site", "key", "app", "eu");

        OptionsValidationException exception = await Should.ThrowAsync<OptionsValidationException>(
            App.StartAsync(services => services.AddCustomerIo(App.Settings().GetSection("CustomerIo"))));

        exception.Message.ShouldContain("CustomerIo:SiteId is missing");
    }

    public void Dispose() => Set(_before);

    private static void Set(params string?[] values)
    {
        foreach ((string name, string? value) in Names.Zip(values))
        {
            Environment.SetEnvironmentVariable(name, value);
        }
    }
}
