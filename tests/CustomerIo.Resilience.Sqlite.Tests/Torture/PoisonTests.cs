using System.Text;
using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Tests.Support;
using CustomerIo.Resilience.Testing;
using CustomerIo.Resilience.Tests.Support;

namespace CustomerIo.Resilience.Sqlite.Tests.Torture;

public sealed class PoisonTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // T15: the whole batch comes from the file.
    [Theory]
    [InlineData(Durability.OnFailure)]
    [InlineData(Durability.WriteAhead)]
    public async Task One_bad_operation_among_500_that_were_stored_is_found_with_few_requests(Durability durability)
    {
        await using Workbench bench = await Workbench.StartAsync(
            options =>
            {
                Quick.Recovery(options);
                options.Delivery.Durability = durability;
                options.Delivery.Lanes = 1;
                options.Delivery.FlushCount = 500;
                options.Delivery.MaxBatchCount = 500;
                options.Delivery.FlushInterval = TimeSpan.FromHours(1);
            },
            build: builder => builder.UseSqliteFallback(_folder.NewFile()));
        bench.Simulator.Faults.When(
            static request => request.Body.Span.IndexOf("\"n\":333}"u8) >= 0,
            Fault.Status(400, """{"errors":[{"reason":"invalid"}]}"""));
        await bench.Simulator.StopAsync();
        for (int number = 0; number < 500; number++)
        {
            bench.Tracker.Enqueue("ada", "step", new() { ["n"] = number }).IsAccepted.ShouldBeTrue();
        }

        await bench.WaitForAsync(static bench => bench.Status.Figures.Stored == 500);
        await bench.Simulator.StartAgainAsync();
        await bench.SettleAsync();

        bench.Simulator.EventsOf("ada").Select(static step => step.Attributes.GetProperty("n").GetInt32())
            .ShouldBe(Enumerable.Range(0, 500).Where(static number => number != 333));
        bench.Simulator.RequestCount.ShouldBeLessThanOrEqualTo(1 + 20);
        DeadLetter letter = (await bench.DeadLettersAsync()).ShouldHaveSingleItem();
        Encoding.UTF8.GetString(letter.Operation.Payload.Span).ShouldContain("\"n\":333}");
    }
}
