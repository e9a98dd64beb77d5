// Delivers a queue of files to Customer.io:
//
//     dotnet run --project samples/Worker
//
// Every *.ndjson file in queue/incoming is sent line by line and moved to queue/done. Without credentials it brings its own
// Customer.io, a simulator that goes down for some seconds, and fills an empty queue, to show what happens. README.md beside
// this file has more.

using CustomerIo.Resilience;
using CustomerIo.Resilience.Testing;
using CustomerIo.Resilience.Worker.Queue;
using CustomerIo.Resilience.Worker.Simulation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);
QueueFolder queue = new(builder.Configuration["queue"] ?? "queue");
CustomerIoSimulator? simulator = await SimulatedServer.StartUnlessConfiguredAsync(builder);

CustomerIoBuilder customerIo = builder.Services.AddCustomerIo(builder.Configuration.GetSection("CustomerIo"))
    .UseSqliteFallback(Path.Combine(queue.Root, "customerio.db"));
if (simulator is not null)
{
    customerIo.Configure(options => SimulatedServer.PointTo(simulator, options));
    SampleFiles.WriteTo(queue);
}

// After AddCustomerIo, so that it stops before delivery does.
builder.Services.AddSingleton(queue);
builder.Services.AddSingleton<FileDelivery>();
builder.Services.AddHostedService<QueueWorker>();

await builder.Build().RunAsync();
