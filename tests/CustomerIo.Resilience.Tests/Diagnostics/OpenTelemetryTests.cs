using System.Diagnostics;
using CustomerIo.Resilience.Testing;
using CustomerIo.Resilience.Tests.Registration;
using CustomerIo.Resilience.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace CustomerIo.Resilience.Tests.Diagnostics;

/// <summary>What an application that exports gets. The source of spans is one for the process.</summary>
[Collection(nameof(Alone))]
public sealed class OpenTelemetryTests
{
    [Fact]
    public async Task Metrics_are_exported_with_unit_and_workspace()
    {
        await using CustomerIoSimulator simulator = await CustomerIoSimulator.StartAsync();
        using IHost host = await App.StartAsync(
            services => services.AddCustomerIo("blog", options => options.PointTo(simulator)));
        Kept<Metric> kept = new();
        using MeterProvider provider = Sdk.CreateMeterProviderBuilder()
            .AddMeter("CustomerIo.Resilience")
            .AddReader(new BaseExportingMetricReader(kept))
            .Build();
        await host.Services.GetRequiredKeyedService<ICustomerIoClient>("blog").IdentifyAsync("ada");

        provider.ForceFlush().ShouldBeTrue();

        Metric[] mine = [.. kept.Items.Where(metric => metric.MeterTags?.Any(tag => "blog".Equals(tag.Value)) is true)];
        Metric delivered = mine.Single(metric => metric.Name == "customerio.operations.delivered");
        (delivered.Unit, delivered.MetricType).ShouldBe(("{operation}", MetricType.LongSum));
        Points(delivered).ShouldHaveSingleItem().GetSumLong().ShouldBe(1);
        Metric duration = mine.Single(metric => metric.Name == "customerio.request.duration");
        (duration.Unit, duration.MetricType).ShouldBe(("s", MetricType.Histogram));
        MetricPoint point = Points(duration).ShouldHaveSingleItem();
        point.GetHistogramCount().ShouldBe(1);
        Tags(point).ShouldBe(["customerio.surface=track", "http.response.status_code=200"], ignoreOrder: true);
        mine.Single(metric => metric.Name == "customerio.queue.memory").MetricType.ShouldBe(MetricType.LongGauge);
        await host.StopAsync();
    }

    [Fact]
    public async Task Each_request_of_delivery_is_a_span()
    {
        await using CustomerIoSimulator simulator = await CustomerIoSimulator.StartAsync();
        using IHost host = await App.StartAsync(services => services.AddCustomerIo(options =>
        {
            options.PointTo(simulator);
            options.Track.Retry.MaxRetries = 0;
            options.Delivery.Lanes = 1;
            options.Delivery.FlushInterval = TimeSpan.FromHours(1);
            options.Fallback.DrainDelay = TimeSpan.FromHours(1);
            options.Fallback.MaxDrainDelay = TimeSpan.FromHours(1);
        }));
        Kept<Activity> kept = new();
        using TracerProvider provider = Sdk.CreateTracerProviderBuilder()
            .AddSource("CustomerIo.Resilience")
            .AddProcessor(new SimpleActivityExportProcessor(kept))
            .Build();
        for (int index = 0; index < 3; index++)
        {
            host.Get<IBatchTracker>().Enqueue("ada", "seen");
        }

        await host.Get<ICustomerIoClient>().FlushAsync();
        simulator.Faults.Next(Fault.ServiceUnavailable());
        await host.Get<ICustomerIoClient>().TrackAsync("ada", "stored");
        provider.ForceFlush();

        Activity[] spans = [.. kept.Items.Take(2)];
        spans.ShouldAllBe(span => span.DisplayName == "customerio.deliver" && span.Kind == ActivityKind.Client);
        spans.Select(span => (span.GetTagItem("customerio.operations"), span.Status)).ShouldBe(
            [(3, ActivityStatusCode.Ok), (1, ActivityStatusCode.Error)]);
        await host.StopAsync();
    }

    private static List<MetricPoint> Points(Metric metric)
    {
        List<MetricPoint> points = [];
        foreach (ref readonly MetricPoint point in metric.GetMetricPoints())
        {
            points.Add(point);
        }

        return points;
    }

    private static List<string> Tags(MetricPoint point)
    {
        List<string> tags = [];
        foreach (KeyValuePair<string, object?> tag in point.Tags)
        {
            tags.Add($"{tag.Key}={tag.Value}");
        }

        return tags;
    }

    private sealed class Kept<T> : BaseExporter<T>
        where T : class
    {
        public List<T> Items { get; } = [];

        public override ExportResult Export(in Batch<T> batch)
        {
            foreach (T item in batch)
            {
                lock (Items)
                {
                    Items.Add(item);
                }
            }

            return ExportResult.Success;
        }
    }
}
