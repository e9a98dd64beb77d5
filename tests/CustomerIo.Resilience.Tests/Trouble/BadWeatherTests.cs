using CustomerIo.Resilience.Testing;
using CustomerIo.Resilience.Tests.Support;
using CustomerIo.Resilience.Tests.Trouble.Shared;

namespace CustomerIo.Resilience.Tests.Trouble;

/// <summary>
/// Trouble that is Customer.io's and may look like an operation's: one path out of order while others work, most requests failing
/// in a brown-out, and an hour of 429. No operation is given up for it, and all arrive when it is over.
/// </summary>
public sealed class BadWeatherTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Theory]
    [InlineData(503)]
    [InlineData(500)]
    public Task The_batch_path_answers_with_errors_for_everybody_while_other_paths_work(int status) =>
        BreakBatchesAsync(Fault.Status(status));

    [Fact]
    public Task The_batch_path_breaks_off_for_everybody_while_other_paths_work() =>
        BreakBatchesAsync(Fault.ResetBeforeAcceptance());

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Nine_of_ten_requests_fail(int seed)
    {
        await using VirtualBench bench = await VirtualBench.StartAsync();
        bench.Simulator.Faults.Random(
            (ulong)seed, (0.5, Fault.ServiceUnavailable()), (0.3, Fault.ResetBeforeAcceptance()), (0.1, Fault.Status(500)));
        await ShouldLoseNothingAsync(bench);
    }

    [Theory]
    [InlineData(RetryAfterForm.Absent)]
    [InlineData(RetryAfterForm.Seconds)]
    public async Task An_hour_of_429(RetryAfterForm form)
    {
        await using VirtualBench bench = await VirtualBench.StartAsync();
        bench.Simulator.Faults.When("/api/v2/batch", Fault.TooManyRequests(form, TimeSpan.FromSeconds(30)));
        await ShouldLoseNothingAsync(bench);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_wait_of_months_that_the_server_asks_for_is_one_of_an_hour(int status)
    {
        await using VirtualBench bench = await VirtualBench.StartAsync();
        bench.Simulator.Faults.Next(Fault.Status(
            status, "{}", KeyValuePair.Create("Retry-After", "25920000"), KeyValuePair.Create("Content-Type", "application/json")));
        Task<DeliveryResult> call = bench.Client.TrackAsync("ada", "step", new() { ["n"] = 0 });

        (await bench.EndAsync(call, VirtualBench.Answered)).IsAccepted.ShouldBeTrue();
        await bench.PassAsync(TimeSpan.FromMinutes(50));
        bench.Simulator.OperationCount.ShouldBe(0);
        await bench.PassAsync(static bench => bench.IsSettled, TimeSpan.FromMinutes(15), "it is tried again");
    }

    // Customer.io is well for a moment now and then, and each time somebody else is tried successfully.
    [Fact]
    public async Task An_outage_with_a_good_moment_every_few_minutes()
    {
        await using VirtualBench bench = await VirtualBench.StartAsync();
        bench.Simulator.Faults.When("/", Fault.ServiceUnavailable());
        bool isWell = false;
        bench.Every(TimeSpan.FromMinutes(4), () =>
        {
            isWell = !isWell;
            bench.Simulator.Faults.Clear();
            if (isWell)
            {
                bench.Simulator.Faults.When("/", Fault.Latency(TimeSpan.Zero), times: 3)
                    .When("/", Fault.ServiceUnavailable());
            }
            else
            {
                bench.Simulator.Faults.When("/", Fault.ServiceUnavailable());
            }
        });
        await ShouldLoseNothingAsync(bench, 2 * Hour);
    }

    private static async Task BreakBatchesAsync(Fault fault)
    {
        await using VirtualBench bench = await VirtualBench.StartAsync();
        bench.Simulator.Faults.When("/api/v2/batch", fault);

        // Anonymous events have a path of their own, and are taken.
        int anonymous = 0;
        bench.Every(TimeSpan.FromSeconds(5), () => _ = bench.Client.TrackAnonymousAsync($"visitor-{++anonymous}", "step"));
        await ShouldLoseNothingAsync(bench);
    }

    private static async Task ShouldLoseNothingAsync(VirtualBench bench, TimeSpan? lasting = null)
    {
        History history = new();
        int number = 0;
        bench.Every(TimeSpan.FromSeconds(10), () =>
        {
            string person = $"p{number % 40}";
            history.Add(person, number, bench.Tracker.Enqueue(person, "step", new() { ["n"] = number++ }));
        });
        await bench.PassAsync(lasting ?? Hour);
        bench.Status.Store.DeadLetters.ShouldBe(0, "nobody's operation is to blame");

        bench.StopCalling();
        bench.Simulator.Faults.Clear();
        await bench.PassAsync(static bench => bench.IsSettled, TimeSpan.FromMinutes(30), "everything arrives");

        bench.Status.Store.DeadLetters.ShouldBe(0);
        history.Accepted.ShouldBeGreaterThan(300);
        history.ShouldBeAt(bench.Simulator, "after the trouble");
    }
}
