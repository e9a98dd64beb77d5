// A shop that tells Customer.io what happens in it:
//
//     dotnet run --project samples/WebApi
//
// Without credentials it brings its own Customer.io, a simulator on a free port, which can be stopped and started to see
// what an outage does. README.md beside this file has the calls to try.

using CustomerIo.Resilience;
using CustomerIo.Resilience.AspNetCore;
using CustomerIo.Resilience.WebApi.Shop;
using CustomerIo.Resilience.WebApi.Simulation;
using CustomerIo.Resilience.WebApi.Telemetry;
using CustomerIo.Resilience.WebApi.Webhooks;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
await using SimulatedServer? simulated = await SimulatedServer.StartUnlessConfiguredAsync(builder.Configuration);

// Before AddCustomerIo, so that it stops after delivery and has the last figures.
builder.Services.AddHostedService<OpenTelemetryHost>();

CustomerIoBuilder customerIo = builder.Services.AddCustomerIo(builder.Configuration.GetSection("CustomerIo"))
    .UseSqliteFallback(builder.Configuration["Store:Path"] ?? Path.Combine("data", "customerio.db"))
    .Configure(static options => options.Delivery.Durability = Durability.WriteAhead);
simulated?.TakeThePlaceOfCustomerIo(customerIo);

builder.Services.AddHealthChecks().AddCustomerIo(tags: ["ready"]);
builder.Services.AddCustomerIoDashboard();
builder.Services.AddCustomerIoWebhooks(builder.Configuration.GetSection("CustomerIoWebhooks"));
builder.Services.AddSingleton<MailboxReports>();
builder.Services.ConfigureHttpJsonOptions(static options =>
    options.SerializerOptions.TypeInfoResolverChain.Insert(0, ShopJson.Default));

WebApplication app = builder.Build();

app.MapShop();
app.MapHealthChecks("/health");
app.MapCustomerIoHealth("/health/customerio");
app.MapCustomerIoWebhook<MailboxReports>("/webhooks/customerio");
app.MapGet("/reports", static (MailboxReports reports) => reports.Counts);

// Open on a developer's machine only. Elsewhere give it a policy: MapCustomerIoDashboard("/customerio", "operators").
app.MapCustomerIoDashboard("/customerio");
simulated?.Map(app);

await app.RunAsync();
