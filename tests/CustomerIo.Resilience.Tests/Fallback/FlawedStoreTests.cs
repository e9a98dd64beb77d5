using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Testing;
using CustomerIo.Resilience.Testing.Stores;

namespace CustomerIo.Resilience.Tests.Fallback;

/// <summary>The contract finds what is wrong with a store, and nothing wrong with one that is right.</summary>
public sealed class FlawedStoreTests(BrokenRules broken) : IClassFixture<BrokenRules>
{
    private static readonly Flaw s_none = new("has no flaw");

    public static TheoryData<string> AllRules => [.. FallbackStoreContract.Rules];

    public static TheoryData<string> AllFlaws => [.. BrokenRules.Flaws.Select(static flaw => flaw.Name)];

    [Theory]
    [MemberData(nameof(AllRules))]
    public Task A_durable_store_without_a_flaw_keeps_the_contract(string rule) => new FlawedStoreContract(s_none).CheckAsync(rule);

    [Theory]
    [MemberData(nameof(AllFlaws))]
    public void A_flaw_breaks_a_rule_and_leaves_most_of_them(string flaw) =>
        broken.By(flaw).Count().ShouldBeInRange(1, FallbackStoreContract.Rules.Count / 3);

    [Theory]
    [MemberData(nameof(AllRules))]
    public void A_rule_is_broken_by_a_flaw(string rule) => broken.FlawsThatBreak(rule).ShouldNotBeEmpty();

    [Fact]
    public void A_flaw_has_a_name_of_its_own() => BrokenRules.Flaws.Select(static flaw => flaw.Name).ShouldBeUnique();

    [Fact]
    public async Task A_failure_names_the_member_the_rule_and_the_values()
    {
        CustomerIoAssertionException failure = await Should.ThrowAsync<CustomerIoAssertionException>(
            () => new FlawedStoreContract(BrokenRules.Flaws[0]).CheckAsync(FallbackStoreContract.Rules[0]));

        failure.Message.ShouldBe(
            "ReadAsync breaks the rule \"A lane is read by position, whatever the order of appends\": after 3 and 4, then 1, "
            + "positions of lane 0: expected 1, 3, 4, but it is 4, 3, 1.");
    }

    [Fact]
    public async Task A_store_that_throws_is_told_from_one_that_is_wrong()
    {
        CustomerIoAssertionException failure = await Should.ThrowAsync<CustomerIoAssertionException>(
            () => new NoStore().CheckAsync(FallbackStoreContract.Rules[0]));

        failure.Message.ShouldEndWith("it threw NotSupportedException: no store");
    }

    [Fact]
    public void The_rules_are_many_and_each_has_a_sentence_of_its_own()
    {
        FallbackStoreContract.Rules.Count.ShouldBeGreaterThan(100);
        FallbackStoreContract.Rules.ShouldBeUnique();
    }

    [Fact]
    public async Task A_rule_that_does_not_exist_is_refused() =>
        (await Should.ThrowAsync<ArgumentException>(() => new FlawedStoreContract(s_none).CheckAsync("none")))
            .Message.ShouldStartWith("There is no rule 'none'.");

    private sealed class NoStore : FallbackStoreContract
    {
        protected override ValueTask<IFallbackStore> MakeAsync(FallbackStoreSetting setting) =>
            throw new NotSupportedException("no store");
    }
}
