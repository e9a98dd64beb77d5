using CustomerIo.Resilience.Testing;
using CustomerIo.Resilience.Tests.Registration;
using CustomerIo.Resilience.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace CustomerIo.Resilience.Tests.Diagnostics;

public sealed class HealthCheckTests
{
    [Fact]
    public async Task Delivery_that_works_is_healthy_and_the_check_makes_no_request()
    {
        await using Workbench bench = await StartAsync(Quick.Recovery);
        await bench.Client.IdentifyAsync("ada");

        HealthReportEntry entry = await CheckAsync(bench);

        entry.Status.ShouldBe(HealthStatus.Healthy);
        entry.Data["circuit_state"].ShouldBe("Closed");
        entry.Data["failure_count"].ShouldBe(0);
        entry.Data["in_memory"].ShouldBe(0L);
        entry.Data["stored"].ShouldBe(0L);
        Convert.ToInt64(entry.Data["dead_letters"]).ShouldBe(0);
        entry.Data["last_success"].ShouldBeOfType<DateTimeOffset>();
        entry.Data.Keys.ShouldNotContain("last_failure");
        entry.Data.Keys.ShouldNotContain("oldest_stored");
        bench.Simulator.RequestCount.ShouldBe(1);
    }

    [Fact]
    public async Task An_outage_is_degraded_and_its_end_is_healthy_again()
    {
        await using Workbench bench = await StartAsync(Quick.Recovery);
        await bench.Simulator.StopAsync();
        await bench.Client.TrackAsync("ada", "seen");
        await bench.WaitForAsync(one => one.Status.Circuits.Track.State is CircuitState.Open);

        HealthReportEntry during = await CheckAsync(bench);
        await bench.Simulator.StartAgainAsync();
        await bench.SettleAsync();
        await bench.WaitForAsync(one => one.Status.Figures.DivertedLanes == 0);
        HealthReportEntry after = await CheckAsync(bench);

        during.Status.ShouldBe(HealthStatus.Degraded);
        during.Description!.ShouldContain("fallback store");
        during.Data["circuit_state"].ToString().ShouldNotBe("Closed");
        Convert.ToInt64(during.Data["failure_count"]).ShouldBeGreaterThanOrEqualTo(5);
        during.Data["stored"].ShouldBe(1L);
        during.Data["last_failure"].ShouldBeOfType<DateTimeOffset>();
        during.Data["oldest_stored"].ShouldBeOfType<DateTimeOffset>();
        after.Status.ShouldBe(HealthStatus.Healthy, after.Description);
        after.Data["circuit_state"]
            .ShouldBe("HalfOpen", "one success is not enough to close it, and no more calls came");
    }

    [Fact]
    public async Task Refused_credentials_are_unhealthy_until_they_are_accepted()
    {
        await using Workbench bench = await StartAsync(Quick.Recovery);
        bench.Simulator.Faults.When("/", Fault.Status(401));
        await bench.Client.TrackAsync("ada", "seen");

        HealthReportEntry refused = await CheckAsync(bench);
        bench.Simulator.Faults.Clear();
        await bench.SettleAsync();
        await bench.WaitForAsync(one => one.Status.Figures.DivertedLanes == 0);
        HealthReportEntry accepted = await CheckAsync(bench);

        refused.Status.ShouldBe(HealthStatus.Unhealthy);
        refused.Description!.ShouldContain("401");
        accepted.Status.ShouldBe(HealthStatus.Healthy, accepted.Description);
    }

    [Fact]
    public async Task A_circuit_that_was_isolated_by_hand_is_degraded()
    {
        await using Workbench bench = await StartAsync();
        bench.Status.Circuits.Track.Isolate();

        HealthReportEntry entry = await CheckAsync(bench);
        bench.Status.Circuits.Track.Close();

        (entry.Status, entry.Data["circuit_state"]).ShouldBe((HealthStatus.Degraded, "Isolated"));
        (await CheckAsync(bench)).Status.ShouldBe(HealthStatus.Healthy);
    }

    [Fact]
    public async Task An_erasure_that_keeps_failing_is_unhealthy()
    {
        await using Workbench bench = await StartAsync(options =>
        {
            Quick.Recovery(options);
            options.Fallback.MaxAttempts = 1;
            options.Delivery.ShutdownTimeout = TimeSpan.Zero;
        });
        bench.Simulator.Faults.When(
            request => request.Body.Span.IndexOf("\"delete\""u8) >= 0, Fault.Status(500));

        await bench.Client.DeleteAsync("ada").WaitAsync(TimeSpan.FromSeconds(30));
        for (int number = 0; number < 5_000 && !bench.Status.IsErasureFailing; number++)
        {
            await bench.Client.TrackAsync($"person-{number % 50}", "step");
        }

        HealthReportEntry entry = await CheckAsync(bench);
        bench.Status.IsErasureFailing.ShouldBeTrue();
        entry.Status.ShouldBe(HealthStatus.Unhealthy);
        entry.Description!.ShouldContain("delete or suppress");
    }

    [Fact]
    public async Task A_store_that_gives_nothing_back_makes_the_drain_stall_and_health_says_so()
    {
        FakeTime time = new();
        RoomyStore store = new();
        TaskCompletionSource readable = new();
        store.Readable = readable.Task;
        await using Workbench bench = await Workbench.StartAsync(
            options => options.Track.Retry.MaxRetries = 0,
            time,
            build: builder =>
            {
                builder.UseFallbackStore(_ => store);
                builder.Services.AddHealthChecks().AddCustomerIo();
            });
        bench.Simulator.Faults.Next(Fault.ServiceUnavailable());
        (await bench.Client.TrackAsync("ada", "seen")).Status.ShouldBe(DeliveryStatus.Stored);
        for (int minute = 0; minute < 11; minute++)
        {
            time.Advance(TimeSpan.FromMinutes(1));
        }

        HealthReportEntry stalled = await CheckAsync(bench);
        readable.SetResult();

        // The lane goes its own way again a moment after the store has nothing more.
        await bench.WaitForAsync(one => one.Status.Figures is { Stored: 0, DivertedLanes: 0 });

        (stalled.Status, stalled.Data["circuit_state"]).ShouldBe((HealthStatus.Unhealthy, "Closed"));
        stalled.Description!.ShouldContain("none has moved");
        (await CheckAsync(bench)).Status.ShouldBe(HealthStatus.Healthy);
        bench.Status.LastDrain.ShouldBe(time.GetUtcNow());
    }

    [Fact]
    public async Task A_workspace_without_track_credentials_has_health_too()
    {
        using IHost host = await App.StartAsync(services =>
        {
            services.AddCustomerIo(options => options.AppApiKey = "app-key");
            services.AddHealthChecks().AddCustomerIo();
        });

        HealthReport report = await host.Get<HealthCheckService>().CheckHealthAsync();
        host.Get<ICustomerIoStatus>().Circuits.App.Isolate();
        HealthReport isolated = await host.Get<HealthCheckService>().CheckHealthAsync();

        report.Status.ShouldBe(HealthStatus.Healthy);
        isolated.Entries["customerio"].Status.ShouldBe(HealthStatus.Degraded);
        isolated.Entries["customerio"].Description!.ShouldContain("App API");
        host.Get<ICustomerIoStatus>().Lanes.ShouldBeEmpty();
        await host.StopAsync();
    }

    [Fact]
    public async Task Name_status_tags_and_workspace_are_the_applications_choice()
    {
        await using CustomerIoSimulator simulator = await CustomerIoSimulator.StartAsync();
        using IHost host = await App.StartAsync(services =>
        {
            services.AddCustomerIo(options => options.PointTo(simulator));
            services.AddCustomerIo("blog", options => options.PointTo(simulator));
            services.AddHealthChecks()
                .AddCustomerIo()
                .AddCustomerIo("blog-delivery", HealthStatus.Degraded, ["ready"], workspace: "blog");
        });
        simulator.Faults.When("/", Fault.Status(403));
        await host.Services.GetRequiredKeyedService<ICustomerIoClient>("blog").TrackAsync("ada", "seen");

        HealthReport report = await host.Get<HealthCheckService>().CheckHealthAsync();

        report.Entries["customerio"].Status.ShouldBe(HealthStatus.Healthy);
        report.Entries["blog-delivery"].Status.ShouldBe(HealthStatus.Degraded);
        report.Entries["blog-delivery"].Description!.ShouldContain("403");
        report.Entries["blog-delivery"].Tags.ShouldBe(["ready"]);
        await host.StopAsync();
    }

    private static Task<Workbench> StartAsync(Action<CustomerIoOptions>? configure = null) => Workbench.StartAsync(
        configure, build: builder => builder.Services.AddHealthChecks().AddCustomerIo());

    private static async Task<HealthReportEntry> CheckAsync(Workbench bench) =>
        (await bench.Get<HealthCheckService>().CheckHealthAsync()).Entries["customerio"];
}
