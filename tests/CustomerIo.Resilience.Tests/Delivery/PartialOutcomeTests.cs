using System.Text;
using CustomerIo.Resilience.Testing;
using CustomerIo.Resilience.Tests.Support;

namespace CustomerIo.Resilience.Tests.Delivery;

/// <summary>
/// A request that is refused as a whole is narrowed down, and the server fails on the way: what it has taken and refused by then
/// is known, and neither sent again nor forgotten.
/// </summary>
public sealed class PartialOutcomeTests
{
    private const string Refused = "\"n\":3}";
    private const string Last = "\"n\":49}";

    [Fact]
    public async Task Of_many_people()
    {
        await using Workbench bench = await StartAsync();
        for (int number = 0; number < 50; number++)
        {
            bench.Tracker.Enqueue($"p{number}", "step", new() { ["n"] = number }).IsAccepted.ShouldBeTrue();
        }

        await ShouldEndAsync(bench, others: 0);
    }

    [Fact]
    public async Task Of_one_person_who_waited_behind_a_merge()
    {
        await using Workbench bench = await StartAsync();
        bench.Simulator.Faults.Next(Fault.Hang());
        Task<DeliveryResult> merge = bench.Client.MergeAsync("ada", "bob");
        await bench.WaitForAsync(static bench => bench.Simulator.Faults.HungRequests == 1);
        for (int number = 0; number < 50; number++)
        {
            bench.Tracker.Enqueue("ada", "step", new() { ["n"] = number }).IsAccepted.ShouldBeTrue();
        }

        await bench.WaitForAsync(static bench => bench.Status.Figures.Parked == 51);
        bench.Simulator.Faults.ReleaseHung();
        (await merge).Status.ShouldBe(DeliveryStatus.Delivered);

        await ShouldEndAsync(bench, others: 1);
        bench.Simulator.EventsOf("ada").Select(static one => Encoding.UTF8.GetString(one.AttributesJson.Span))
            .ShouldBe(Enumerable.Range(0, 50).Where(static number => number != 3).Select(static number => $$"""{"n":{{number}}}"""));
    }

    private static async Task<Workbench> StartAsync()
    {
        Workbench bench = await Workbench.StartAsync(static options =>
        {
            Quick.Recovery(options);
            options.Delivery.Lanes = 1;
            options.Delivery.FlushCount = 50;
            options.Delivery.FlushInterval = TimeSpan.FromHours(1);
            options.Delivery.StampTrackedAt = false;
        });
        bench.Simulator.Faults.When(static request => Has(request, Refused), Fault.Status(400));
        bench.Simulator.Faults.When(
            static request => Has(request, Last) && !Has(request, Refused), Fault.ServiceUnavailable(), times: 1);
        return bench;
    }

    private static async Task ShouldEndAsync(Workbench bench, int others)
    {
        await bench.SettleAsync();
        bench.Status.Figures.ShouldBe(new DeliveryFigures(50 + others, 49 + others, 1, 0, 0, 0, 1, 0));
        (await bench.DeadLettersAsync()).ShouldHaveSingleItem().Reason.ShouldBe(RejectionReason.RefusedByServer);
        bench.Simulator.DuplicateEvents.ShouldBeEmpty();
    }

    private static bool Has(FaultRequest request, string text) => Encoding.UTF8.GetString(request.Body.Span).Contains(text);
}
