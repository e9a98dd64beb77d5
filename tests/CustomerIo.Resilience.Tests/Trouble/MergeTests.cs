using CustomerIo.Resilience.Tests.Trouble.Shared;

namespace CustomerIo.Resilience.Tests.Trouble;

/// <summary>
/// Merges in opposite directions, in a ring, and of somebody whose operation always fails: all are sent, and for each person what
/// was called before a merge comes before it and what was called after it comes after it.
/// </summary>
public sealed class MergeTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(10);

    [Theory]
    [InlineData("a>b b>a", true)]
    [InlineData("a>b b>a", false)]
    [InlineData("a>b b>c c>a", true)]
    [InlineData("a>b b>c c>a", false)]
    [InlineData("a>b c>b b>a d>a a>c", true)]
    public Task Every_merge_is_sent_and_nobody_overtakes_one(string merges, bool inAnOutage) =>
        Merges.RunAsync(merges, inAnOutage);

    [Theory]
    [InlineData("eve>bob")]
    [InlineData("bob>eve")]
    public async Task A_merge_of_somebody_whose_operation_fails_waits_for_it_and_holds_up_only_the_two(string merge)
    {
        await using VirtualBench bench = await VirtualBench.StartAsync(static options => options.Delivery.Lanes = 4);
        bench.Afflict(Ailment.Reset);
        Calls calls = new(bench);
        bench.Tracker.Enqueue("eve", "step", Ailments.Bad(-1));
        calls.Track("bob");
        calls.Merge(merge[..3], merge[4..]);
        calls.Track("eve");
        calls.Track("bob");
        for (int person = 0; person < 100; person++)
        {
            calls.Track($"p{person}");
        }

        await bench.PassAsync(
            static bench => bench.Simulator.OperationCount >= 101, TimeSpan.FromMinutes(5), "all but the two go on");
        bench.Simulator.Operations.ShouldNotContain(static operation => operation.Action == "merge");
        bench.Simulator.NumbersOf("bob").Count().ShouldBe(1);
        bench.LetPassersByCall();
        await bench.PassAsync(
            static bench => bench.Status.Store.DeadLetters == 1, TimeSpan.FromHours(6), "the bad one is given up");
        await bench.PassAsync(
            static bench => bench.Simulator.NumbersOf("bob").Count() == 2 && bench.Simulator.NumbersOf("eve").Any(),
            Soon,
            "what waited behind it goes out");

        calls.ShouldHaveArrivedInOrder();
    }

    [Fact]
    public async Task A_merge_that_itself_fails_for_ever_is_given_up_and_frees_both_people()
    {
        await using VirtualBench bench = await VirtualBench.StartAsync();
        bench.Afflict(Ailment.Broken, "\"action\":\"merge\"");
        bench.LetPassersByCall();
        _ = bench.Client.MergeAsync("a", "b");
        bench.Tracker.Enqueue("a", "step", new() { ["n"] = 1 });
        bench.Tracker.Enqueue("b", "step", new() { ["n"] = 1 });

        await bench.PassAsync(
            static bench => bench.Status.Store.DeadLetters == 1, TimeSpan.FromHours(6), "the merge is given up");
        await bench.PassAsync(
            static bench => bench.Simulator.NumbersOf("a").Concat(bench.Simulator.NumbersOf("b")).Count() == 2,
            Soon,
            "both people go on");
        (await bench.Bench.DeadLettersAsync()).Single().Reason.ShouldBe(RejectionReason.AttemptsExhausted);
    }

    [Fact]
    public async Task Two_spellings_of_one_address_are_one_person_who_cannot_be_merged_and_goes_on()
    {
        await using VirtualBench bench = await VirtualBench.StartAsync();
        PersonId ada = PersonId.Email("ada@example.com");

        await Should.ThrowAsync<ArgumentException>(() => bench.Client.MergeAsync(PersonId.Email("Ada@Example.com"), ada));

        (await bench.EndAsync(bench.Client.TrackAsync(ada, "step"), Soon)).Status.ShouldBe(DeliveryStatus.Delivered);
        bench.Status.Figures.ShouldBe(new DeliveryFigures(1, 1, 0, 0, 0, 0, bench.Status.Figures.Lanes, 0));
    }
}
