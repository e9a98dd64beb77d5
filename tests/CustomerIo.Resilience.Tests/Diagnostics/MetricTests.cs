using System.Diagnostics.Metrics;
using CustomerIo.Resilience.Testing;
using CustomerIo.Resilience.Tests.Support;

namespace CustomerIo.Resilience.Tests.Diagnostics;

public sealed class MetricTests
{
    private static readonly string[] Names =
    [
        "customerio.circuit.transitions",
        "customerio.dead_letters",
        "customerio.lanes.diverted",
        "customerio.operations.accepted",
        "customerio.operations.delivered",
        "customerio.operations.lost",
        "customerio.operations.refused",
        "customerio.operations.rejected",
        "customerio.queue.memory",
        "customerio.queue.parked",
        "customerio.queue.stored",
        "customerio.request.duration",
        "customerio.request.retries",
    ];

    [Fact]
    public async Task A_day_of_delivery_is_told_in_numbers()
    {
        await using Workbench bench = await Workbench.StartAsync(options =>
        {
            Quick.Recovery(options);
            options.Delivery.ShutdownTimeout = TimeSpan.Zero;
            options.Delivery.FlushInterval = TimeSpan.FromHours(1);
            options.Track.CircuitBreaker.BreakDuration = TimeSpan.FromHours(1);
        });
        using Measurements measured = new(bench.Get<IMeterFactory>());

        await bench.Client.IdentifyAsync("ada");
        bench.Simulator.Faults.Next(Fault.RejectItems(0));
        await bench.Client.TrackAsync("ada", "refused");
        bench.Simulator.Faults.Next(Fault.ServiceUnavailable());
        await bench.Client.TrackAsync("ada", "tried twice");
        await bench.Client.TrackAsync("ada", new string('n', 101));
        bench.Tracker.Enqueue(new string('p', 151), "seen");
        bench.Tracker.Enqueue("ada", "waits");

        measured.Now("customerio.operations.accepted").ShouldBe(4);
        measured.Now("customerio.operations.delivered").ShouldBe(2);
        measured.Now("customerio.operations.rejected").ShouldBe(1);
        measured.Now("customerio.operations.lost").ShouldBe(0);
        measured.Now("customerio.queue.memory").ShouldBe(1);
        measured.Now("customerio.queue.stored").ShouldBe(0);
        measured.Now("customerio.dead_letters").ShouldBe(1);
        measured.Now("customerio.lanes.diverted").ShouldBe(0);
        measured.Counted("customerio.operations.refused").ShouldBe(
            new Dictionary<string, double> { ["customerio.reason=Invalid"] = 2 });
        measured.Counted("customerio.request.retries").ShouldBe(
            new Dictionary<string, double> { ["customerio.surface=track"] = 1 });
        measured.Recorded("customerio.request.duration").ShouldBe(
            new Dictionary<string, int>
            {
                ["customerio.surface=track http.response.status_code=200"] = 2,
                ["customerio.surface=track http.response.status_code=207"] = 1,
                ["customerio.surface=track http.response.status_code=503"] = 1,
            },
            ignoreOrder: true);
        measured.Instruments.ShouldNotContain("customerio.circuit.transitions");

        await bench.Simulator.StopAsync();
        await bench.Client.TrackAsync("ada", "stored");
        await bench.WaitForAsync(_ => measured.Counted("customerio.circuit.transitions").Count > 0);

        measured.Now("customerio.queue.stored").ShouldBe(2, "the one that waited went along");
        measured.Now("customerio.lanes.diverted").ShouldBe(1);
        measured.Counted("customerio.circuit.transitions").ShouldBe(
            new Dictionary<string, double> { ["customerio.circuit.state=Open customerio.surface=track"] = 1 });
        measured.Recorded("customerio.request.duration").Keys.ShouldContain(
            "customerio.surface=track error.type=NotConnected");
        measured.Instruments.Order(StringComparer.Ordinal).ShouldBe(Names);
    }

    [Fact]
    public async Task The_surfaces_of_the_app_api_are_told_apart()
    {
        await using Workbench bench = await Workbench.StartAsync();
        using Measurements measured = new(bench.Get<IMeterFactory>());

        await bench.Get<IApiClient>().Segments.ListAsync();
        await bench.Get<IApiClient>().Transactional.SendInAppAsync(
            new() { Person = "ada", TransactionalMessageId = 1 });
        await bench.Get<IApiClient>().Broadcasts.TriggerAsync(1);

        measured.Recorded("customerio.request.duration").Keys.ShouldBe(
            ((string[])["app", "app_broadcast", "app_send"])
                .Select(surface => $"customerio.surface={surface} http.response.status_code=200"),
            ignoreOrder: true);
    }

    [Fact]
    public async Task A_repeat_with_other_content_is_counted_as_refused()
    {
        await using Workbench bench = await Workbench.StartAsync();
        using Measurements measured = new(bench.Get<IMeterFactory>());
        EventOptions keyed = new() { IdempotencyKey = "order-1" };

        await bench.Client.TrackAsync("ada", "bought", new() { ["n"] = 1 }, keyed);
        await bench.Client.TrackAsync("ada", "bought", new() { ["n"] = 2 }, keyed);

        measured.Counted("customerio.operations.refused").ShouldBe(
            new Dictionary<string, double> { ["customerio.reason=IdempotencyMismatch"] = 1 });
        bench.Log.Lines.ShouldContain(line => line.Id == 1111 && line.Text.Contains("IdempotencyMismatch"));
    }
}
