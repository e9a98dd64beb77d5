using CustomerIo.Resilience.Tests.Trouble.Shared;

namespace CustomerIo.Resilience.Tests.Trouble;

/// <summary>
/// One bad operation in a hundred; the same on one lane; thousands of operations behind one that fails; and a workspace that has
/// nothing but a bad operation. Good ones arrive with few requests more, and nothing is given up by mistake.
/// </summary>
public sealed class ManyBadOperationsTests
{
    [Theory]
    [InlineData(16, Ailment.Reset)]
    [InlineData(16, Ailment.RequestTimeout)]
    [InlineData(1, Ailment.Reset)]
    [InlineData(1, Ailment.Hang)]
    public async Task One_bad_operation_in_a_hundred_keeps_none_of_the_good_ones_away(int lanes, Ailment ailment)
    {
        const int Operations = 2_000;
        await using VirtualBench bench = await VirtualBench.StartAsync(options =>
        {
            options.Delivery.Lanes = lanes;
            options.Delivery.MaxBatchCount = 500;
            options.Delivery.FlushCount = 500;
        });
        bench.Afflict(ailment);
        for (int number = 0; number < Operations; number++)
        {
            bench.Tracker.Enqueue(
                $"p{number}", "step", number % 100 == 50 ? Ailments.Bad(number) : new() { ["n"] = number });
        }

        await bench.PassAsync(
            static bench => Good(bench) == Operations * 99 / 100, TimeSpan.FromHours(1), "the good ones arrive");
        bench.LetPassersByCall();
        await bench.PassAsync(
            static bench => bench.Status.Store.DeadLetters == Operations / 100, TimeSpan.FromHours(12), "the bad ones are given up");

        (await bench.Bench.DeadLettersAsync()).ShouldAllBe(static letter =>
            letter.Reason == RejectionReason.AttemptsExhausted && Ailments.IsBad(letter.Operation));
        bench.Status.Circuits.Track.State.ShouldBe(CircuitState.Closed);
    }

    [Fact]
    public async Task Thousands_of_operations_behind_a_bad_one_cost_the_others_hardly_a_request()
    {
        (long without, _) = await CountRequestsAsync(isBad: false);

        (long with, VirtualBench bench) = await CountRequestsAsync(isBad: true);

        // Cutting a batch of 1,000 in eight: 8 parts a level, log8 1000 levels and two, and a retry of the bad one now and then.
        const int Allowed = 8 * (4 + 2);
        with.ShouldBeLessThanOrEqualTo(without + Allowed);
        await bench.DisposeAsync();
    }

    [Fact]
    public async Task Thousands_of_operations_behind_a_bad_one_go_out_in_order_when_it_is_given_up()
    {
        (_, VirtualBench bench) = await CountRequestsAsync(isBad: true);
        await using VirtualBench owned = bench;
        bench.LetPassersByCall();
        await bench.PassAsync(
            static bench => bench.Status.Store.DeadLetters == 1, TimeSpan.FromHours(6), "the bad one is given up");
        await bench.PassAsync(
            static bench => bench.Simulator.NumbersOf("eve").Count() == Behind, TimeSpan.FromHours(1), "all behind it go out");

        bench.Simulator.NumbersOf("eve").ShouldBe(Enumerable.Range(0, Behind));
    }

    [Theory]
    [InlineData(Ailment.Reset)]
    [InlineData(Ailment.Unavailable)]
    [InlineData(Ailment.Hang)]
    public async Task A_workspace_that_has_nothing_but_a_bad_operation_gives_up_nothing_and_takes_the_next_one(Ailment ailment)
    {
        await using VirtualBench bench = await VirtualBench.StartAsync();
        bench.Afflict(ailment);
        bench.Tracker.Enqueue("eve", "step", Ailments.Bad(0));
        await bench.PassAsync(TimeSpan.FromHours(1));
        bench.Status.Store.DeadLetters.ShouldBe(0, "nothing says that Customer.io was well");

        Task<DeliveryResult> good = bench.Client.TrackAsync("ada", "step");
        (await bench.EndAsync(good, TimeSpan.FromSeconds(30))).IsAccepted.ShouldBeTrue();
        await bench.PassAsync(
            static bench => bench.Simulator.EventsOf("ada").Count == 1, TimeSpan.FromMinutes(2), "the good one arrives");

        bench.Status.Store.DeadLetters.ShouldBe(0);
    }

    private const int Behind = 5_000;

    private static async Task<(long Requests, VirtualBench Bench)> CountRequestsAsync(bool isBad)
    {
        const int Others = 2_000;
        VirtualBench bench = await VirtualBench.StartAsync(static options => options.Delivery.FlushInterval = TimeSpan.FromSeconds(1));
        bench.Afflict(Ailment.Reset);
        if (isBad)
        {
            bench.Tracker.Enqueue("eve", "step", Ailments.Bad(-1));
            for (int number = 0; number < Behind; number++)
            {
                bench.Tracker.Enqueue("eve", "step", new() { ["n"] = number });
            }
        }

        for (int number = 0; number < Others; number++)
        {
            bench.Tracker.Enqueue($"p{number % 400}", "step", new() { ["n"] = number });
            if (number % 50 == 0)
            {
                await bench.PassAsync(TimeSpan.FromSeconds(2));
            }
        }

        await bench.PassAsync(static bench => Good(bench) == Others, TimeSpan.FromMinutes(5), "the others' events arrive");
        return (bench.Simulator.RequestCount, bench);
    }

    private static int Good(VirtualBench bench) => bench.Simulator.Operations
        .Count(static operation => operation is { IsDuplicate: false } && operation.Person.Value.StartsWith('p'));
}
