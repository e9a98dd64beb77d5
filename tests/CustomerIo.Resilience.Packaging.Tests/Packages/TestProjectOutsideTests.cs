namespace CustomerIo.Resilience.Packaging.Tests.Packages;

/// <summary>A web application and its tests, with nothing but the packages: fake, simulator, health, webhook, dashboard.</summary>
[Collection(PackageCollection.Name)]
[Trait("Category", "packaging")]
public sealed class TestProjectOutsideTests(PackedPackages packages)
{
    private const string Properties =
        """
        <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
            <NuGetAudit>false</NuGetAudit>
            <NoWarn>xUnit1051</NoWarn>
        """;

    private const string Application =
        """
        using CustomerIo.Resilience;
        using CustomerIo.Resilience.AspNetCore;

        WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
        builder.Services.AddCustomerIo(builder.Configuration.GetSection("CustomerIo"));
        builder.Services.AddCustomerIoDashboard();
        builder.Services.AddCustomerIoWebhooks(options => options.SigningSecrets.Add("secret"));
        builder.Services.AddScoped<Orders>();

        WebApplication app = builder.Build();
        app.MapPost("/orders/{customer}", (string customer, Orders orders) => orders.PlaceAsync(customer, 12.5m));
        app.MapCustomerIoHealth("/health/customerio");
        app.MapCustomerIoWebhook("/webhooks/customerio", (received, stop) => Task.CompletedTask);
        app.MapCustomerIoDashboard("/customerio");
        app.Run();

        public sealed class Orders(ICustomerIoClient client)
        {
            public async Task<string> PlaceAsync(string customer, decimal total)
            {
                DeliveryResult result = await client.TrackAsync(customer, new OrderPlaced(total));
                return result.Status.ToString();
            }
        }

        [CustomerIoEvent("order_placed")]
        public sealed partial record OrderPlaced(decimal Total);
        """;

    private const string Tests =
        """
        using System.Net;
        using CustomerIo.Resilience;
        using CustomerIo.Resilience.Testing;
        using Microsoft.AspNetCore.Hosting;
        using Microsoft.AspNetCore.Mvc.Testing;
        using Microsoft.AspNetCore.TestHost;
        using Microsoft.Extensions.DependencyInjection;
        using Xunit;

        public sealed class OrderTests
        {
            [Fact]
            public async Task An_order_is_tracked()
            {
                FakeCustomerIoClient fake = new();

                await new Orders(fake).PlaceAsync("42", 12.5m);

                fake.ShouldHaveTracked<OrderPlaced>("42", order => order.Total == 12.5m);
                fake.ShouldHaveTracked("42", "order_placed", new() { ["total"] = 12.5m });
                CustomerIoAssertionException failure = Assert.Throws<CustomerIoAssertionException>(
                    () => fake.ShouldHaveTracked("43", "order_placed"));
                Assert.Contains("of id 42", failure.Message);
            }

            [Fact]
            public async Task The_application_runs_on_the_fake_without_credentials()
            {
                FakeCustomerIoClient fake = null!;
                await using WebApplicationFactory<Orders> factory = new WebApplicationFactory<Orders>().WithWebHostBuilder(app =>
                    app.ConfigureTestServices(services => fake = services.AddFakeCustomerIo()));
                using HttpClient browser = factory.CreateClient();

                Assert.Equal("Delivered", await (await browser.PostAsync("/orders/42", null)).Content.ReadAsStringAsync());

                fake.ShouldHaveTracked("42", "order_placed");
            }

            [Fact]
            public async Task The_application_delivers_to_the_simulator_and_an_outage_is_seen_in_its_health()
            {
                await using SimulatedCustomerIo customerIo = await SimulatedCustomerIo.StartAsync();
                await using WebApplicationFactory<Orders> factory = new WebApplicationFactory<Orders>().WithWebHostBuilder(app =>
                {
                    app.UseEnvironment("Development");
                    app.ConfigureTestServices(services => customerIo.Attach(services));
                });
                using HttpClient browser = factory.CreateClient();

                await browser.PostAsync("/orders/42", null);
                Assert.Single(customerIo.Simulator.EventsOf("42"));
                Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/health/customerio")).StatusCode);
                Assert.Contains("Overview", await browser.GetStringAsync("/customerio"));
                Assert.Equal(HttpStatusCode.Unauthorized, (await browser.PostAsync("/webhooks/customerio", null)).StatusCode);

                await customerIo.Simulator.StopAsync();
                Assert.Equal("Stored", await (await browser.PostAsync("/orders/42", null)).Content.ReadAsStringAsync());
                Assert.Equal(HttpStatusCode.ServiceUnavailable, (await browser.GetAsync("/health/customerio")).StatusCode);

                await customerIo.Simulator.StartAgainAsync();
                await customerIo.SettleAsync();
                Assert.Equal(2, customerIo.Simulator.EventsOf("42").Count);
            }
        }
        """;

    [Fact]
    public async Task They_pass_with_the_packed_packages()
    {
        OutsideFolder folder = new(packages, "WithTests");
        await folder.AddAsync("Shop/Shop.csproj", Project(
            "Microsoft.NET.Sdk.Web",
            OutsideFolder.Package("CustomerIo.Resilience"),
            OutsideFolder.Package("CustomerIo.Resilience.AspNetCore")));
        await folder.AddAsync("Shop/Program.cs", Application);
        await folder.AddAsync("Shop.Tests/Shop.Tests.csproj", Project(
            "Microsoft.NET.Sdk",
            "<ProjectReference Include=\"../Shop/Shop.csproj\" />",
            OutsideFolder.Package("CustomerIo.Resilience.Testing"),
            OutsideFolder.Package("Microsoft.AspNetCore.Mvc.Testing"),
            OutsideFolder.Package("Microsoft.NET.Test.Sdk"),
            OutsideFolder.Package("xunit.v3"),
            OutsideFolder.Package("xunit.runner.visualstudio")));
        await folder.AddAsync("Shop.Tests/OrderTests.cs", Tests);

        string output = await folder.DotNetAsync("Shop.Tests", "test", "-warnaserror");

        output.ShouldMatch("Passed! +- Failed: +0, Passed: +3, Skipped: +0, Total: +3");
    }

    private static string Project(string sdk, params IEnumerable<string> items) =>
        $"""
        <Project Sdk="{sdk}">
          <PropertyGroup>
            {Properties}
          </PropertyGroup>
          <ItemGroup>
            {string.Join("\n    ", items)}
          </ItemGroup>
        </Project>
        """;
}
