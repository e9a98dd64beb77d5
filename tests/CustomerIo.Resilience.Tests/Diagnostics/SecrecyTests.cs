using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using CustomerIo.Resilience.Testing;
using CustomerIo.Resilience.Tests.Registration;
using CustomerIo.Resilience.Tests.Support;
using CustomerIo.Resilience.Track;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CustomerIo.Resilience.Tests.Diagnostics;

/// <summary>I12: whatever goes wrong, nobody reads about it whose business it is not.</summary>
[Collection(nameof(Alone))]
public sealed class SecrecyTests
{
    // Each stands for one kind of secret; all can be told from anything the library says itself.
    private const string Site = "zqsite";
    private const string TrackKey = "zqtrackkey";
    private const string AppKey = "zqappkey";
    private const string Person = "zqperson";
    private const string Email = "zqmail@example.com";
    private const string Value = "zqvalue";
    private const string Key = "zqkey";

    private static readonly string[] Secrets =
    [
        Site, TrackKey, AppKey, Person, "zqmail", Value, Key, "zqtoken", "zqobject",
        Convert.ToBase64String("zqsite:zqtrackkey"u8),
    ];

    [Fact]
    public async Task No_log_line_metric_span_exception_or_health_report_tells_a_secret()
    {
        await using CustomerIoSimulator simulator = await CustomerIoSimulator.StartAsync(new()
        {
            SiteId = Site, TrackApiKey = TrackKey, AppApiKey = AppKey, Region = SimulatorRegion.Eu,
        });
        HostLog log = new();
        ConcurrentQueue<string> spans = new();
        using ActivityListener listener = Listen(spans);
        List<string> told = [];
        using (IHost host = await App.StartAsync(services => Add(services, simulator), log))
        {
            using Measurements measured = new(host.Get<IMeterFactory>());
            using AllMeasurements everything = new();

            await LiveThroughAsync(host, simulator, told);

            HealthReport report = await host.Get<HealthCheckService>().CheckHealthAsync();
            told.Add(string.Join(' ', report.Entries["customerio"].Data) + report.Entries["customerio"].Description);
            _ = measured.Now("customerio.dead_letters");
            told.AddRange(measured.Tags);
            told.AddRange(everything.Tags);
            await host.StopAsync();
        }

        told.Count.ShouldBeGreaterThan(20);
        spans.ShouldNotBeEmpty();
        log.Lines.Count.ShouldBeGreaterThan(20);
        ShouldTellNone(told, "exceptions, results, health and metrics");
        ShouldTellNone(spans, "spans");
        ShouldTellNone(
            log.Lines.Where(line => line.Level != LogLevel.Debug).Select(line => line.Text), "log lines");
        ShouldTellNone(
            log.Lines.Where(line => line.Level == LogLevel.Debug).Select(line => line.Text),
            "log lines at Debug",
            [.. Secrets.Except([Person, "zqmail"])]);
    }

    private static void Add(IServiceCollection services, CustomerIoSimulator simulator)
    {
        services.AddHealthChecks().AddCustomerIo();
        services.AddCustomerIo(options =>
        {
            options.PointTo(simulator);
            Quick.Recovery(options);
            options.App.Retry.MaxRetries = 1;
            options.App.Retry.BaseDelay = TimeSpan.FromMilliseconds(1);
            options.App.AttemptTimeout = TimeSpan.FromSeconds(5);
            options.Track.CircuitBreaker.FailureThreshold = 3;
            options.Delivery.ShutdownTimeout = TimeSpan.FromMilliseconds(100);
        });
        services.AddCustomerIo("redirected", options =>
        {
            options.PointTo(simulator);
            Quick.Recovery(options);
            options.Delivery.ShutdownTimeout = TimeSpan.FromMilliseconds(100);

            // The other region's host, which redirects.
            options.TrackAddress = simulator.OtherRegionAddress;
            options.ApiAddress = simulator.OtherRegionAddress;
        });
    }

    private static async Task LiveThroughAsync(IHost host, CustomerIoSimulator simulator, List<string> told)
    {
        ICustomerIoClient client = host.Get<ICustomerIoClient>();
        ITrackClient track = host.Get<ITrackClient>();
        IApiClient api = host.Get<IApiClient>();
        Dictionary<string, object?> data = new() { ["note"] = Value };

        ITrackClient redirected = host.Services.GetRequiredKeyedService<ITrackClient>("redirected");
        IApiClient redirectedApi = host.Services.GetRequiredKeyedService<IApiClient>("redirected");
        told.Add(await ThrownAsync(() => redirected.IdentifyAsync(Person, data)));
        told.Add(await ThrownAsync(() => redirectedApi.Customers.GetAttributesAsync(PersonId.Email(Email))));
        told.Add($"{await host.Services.GetRequiredKeyedService<ICustomerIoClient>("redirected").DeleteAsync(Person)}");

        // All is well.
        told.Add($"{await client.IdentifyAsync(Person, new() { ["email"] = Email, ["note"] = Value })}");
        told.Add($"{await client.TrackAsync(PersonId.Email(Email), "seen", data, new() { IdempotencyKey = Key })}");
        await track.TrackAsync(Person, new TrackEvent("seen") { Data = data });
        await api.Customers.GetAttributesAsync(PersonId.Email(Email));

        // Refused here, refused there.
        told.Add($"{await client.TrackAsync(Person, "seen", data, new() { IdempotencyKey = Key })}");
        told.Add($"{await client.TrackAsync(PersonId.Email(Email), "seen", null, new() { IdempotencyKey = Key })}");
        told.Add($"{await client.IdentifyAsync(Person, new() { ["note"] = Value + new string('x', 1000) })}");
        told.Add($"{await client.IdentifyAsync(Person + new string('x', 150))}");
        simulator.Faults.Next("/api/v2/batch", Fault.RejectItems(0));
        told.Add($"{await client.TrackAsync(Person, "refused", data)}");
        told.Add(await ThrownAsync(() => client.TrackAsync(Person, "seen", new() { ["note"] = new Secret(Value) })));
        told.Add(await ThrownAsync(() => client.TrackAsync(
            Person, "seen", data, new() { IdempotencyKey = Key, Id = Ulid.FromKey(Key) })));
        told.Add(await ThrownAsync(() => client.AddDeviceAsync(Person, new Device("zqtoken", DevicePlatform.IOS)
        {
            Attributes = new() { ["note"] = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Unspecified) },
        })));
        told.Add($"{ObjectId.Of(1, "zqobject")} {PersonId.Email(Email)} {PersonId.Id(Person)}");

        // Every status, with and without words, on both APIs.
        foreach (int status in (int[])[301, 400, 401, 403, 404, 429, 500, 503])
        {
            simulator.Faults.When("/", Fault.Status(status, """{"meta":{"error":"no"}}"""));
            told.Add(
                await ThrownAsync(() => track.IdentifyAsync(Person, new() { ["email"] = Email, ["note"] = Value })));
            told.Add(await ThrownAsync(() => api.Customers.FindByEmailAsync(Email)));
            told.Add(await ThrownAsync(() => api.Transactional.SendSmsAsync(
                new() { Person = Person, To = Value, TransactionalMessageId = 1, MessageData = data })));
            told.Add($"{await client.TrackAsync(Person, "seen", data)}");
            simulator.Faults.Clear();
            host.Get<ICircuitBreakers>().Track.Close();
            host.Get<ICircuitBreakers>().App.Close();
        }

        // No answer, a broken one, a strange one, none in time.
        foreach (Fault fault in (Fault[])[Fault.ResetBeforeAcceptance(), Fault.ResetAfterAcceptance(), Fault.Garbage()])
        {
            simulator.Faults.When("/", fault);
            told.Add(await ThrownAsync(() => track.DeleteAsync(PersonId.Email(Email))));
            told.Add(await ThrownAsync(() => api.Customers.GetAttributesAsync(Person)));
            simulator.Faults.Clear();
        }

        using CancellationTokenSource source = new();
        simulator.Faults.When("/", Fault.Hang());
        Task cancelled = track.IdentifyAsync(Person, data, source.Token);
        await simulator.WaitForAsync(one => one.Faults.HungRequests > 0);
        await source.CancelAsync();
        told.Add(await ThrownAsync(() => cancelled));
        simulator.Faults.Clear();
        simulator.Faults.ReleaseHung();

        // The outage.
        await simulator.StopAsync();
        for (int count = 0; count < 5; count++)
        {
            told.Add($"{await client.TrackAsync($"{Person}{count}", "seen", data)}");
            told.Add(await ThrownAsync(() => track.SuppressAsync(Person)));
        }

        told.Add($"{await client.DeleteAsync(Person).WaitAsync(TimeSpan.FromSeconds(30))}");
    }

    private static async Task<string> ThrownAsync(Func<Task> call)
    {
        try
        {
            await call();
            return string.Empty;
        }
        catch (Exception exception)
        {
            return exception.ToString();
        }
    }

    private static ActivityListener Listen(ConcurrentQueue<string> spans)
    {
        // Everything: the framework's own spans of our requests would tell as much.
        ActivityListener listener = new()
        {
            ShouldListenTo = static source => !source.Name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal),
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) =>
                ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span => spans.Enqueue(
                $"{span.Source.Name} {span.DisplayName} {span.StatusDescription} {string.Join(' ', span.TagObjects)} "
                + string.Join(' ', span.Events.SelectMany(one => one.Tags))),
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private static void ShouldTellNone(IEnumerable<string> lines, string what, string[]? secrets = null) =>
        lines.Where(
            line => (secrets ?? Secrets).Any(secret => line.Contains(secret, StringComparison.OrdinalIgnoreCase)))
            .ShouldBeEmpty(what);

    private sealed record Secret(string Text);

    /// <summary>The framework's instruments too, such as those of its HTTP client.</summary>
    private sealed class AllMeasurements : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly ConcurrentQueue<string> _tags = new();

        public AllMeasurements()
        {
            _listener.InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name.StartsWith("System.Net", StringComparison.Ordinal))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((_, _, tags, _) => Keep(tags));
            _listener.SetMeasurementEventCallback<double>((_, _, tags, _) => Keep(tags));
            _listener.Start();
        }

        public IEnumerable<string> Tags => _tags;

        public void Dispose() => _listener.Dispose();

        private void Keep(ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            foreach (KeyValuePair<string, object?> tag in tags)
            {
                _tags.Enqueue($"{tag.Key}={tag.Value}");
            }
        }
    }
}
