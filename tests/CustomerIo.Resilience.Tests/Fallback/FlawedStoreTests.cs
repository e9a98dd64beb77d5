using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Testing;
using CustomerIo.Resilience.Testing.Stores;

namespace CustomerIo.Resilience.Tests.Fallback;

/// <summary>The contract finds what is wrong with a store, and nothing wrong with one that is right.</summary>
public sealed class FlawedStoreTests
{
    public static TheoryData<string> AllRules => [.. FallbackStoreContract.Rules];

    [Theory]
    [MemberData(nameof(AllRules))]
    public Task A_durable_store_without_a_flaw_keeps_the_contract(string rule) => new Contract(Flaw.None).CheckAsync(rule);

    [Theory]
    [InlineData(Flaw.ReadsNewestFirst, "A lane is read by sequence, whatever the order of appends")]
    [InlineData(Flaw.ReadsWholeLane, "A page is no longer than asked for, and has one operation at least")]
    [InlineData(Flaw.ReadRemoves, "Reading removes nothing")]
    [InlineData(Flaw.AltersPayloads, "What is read is what was appended")]
    [InlineData(Flaw.CountsNoDuplicates, "An id is taken once, within a call and over calls")]
    [InlineData(Flaw.ActsBeforeItIsCancelled, "A call that throws has done nothing, and one that returns has done all")]
    [InlineData(Flaw.HasNoBounds, "What finds no room is the rest of the list")]
    [InlineData(Flaw.HasNoBounds, "Bytes are bounded too")]
    [InlineData(Flaw.HasNoBounds, "Where the options say so, the oldest events make room, and nothing else does")]
    [InlineData(Flaw.CompletesAllBefore, "Completing 1 and 4 removes only those, whatever came since they were read")]
    [InlineData(Flaw.DropsDeadLetters, "Completing removes what is there and keeps the dead letters")]
    [InlineData(Flaw.DropsDeadLetters, "A dead letter of an operation that was not stored is kept")]
    [InlineData(Flaw.KeepsDeadLettersOfTheErased, "What was erased before it was completed leaves no dead letter")]
    [InlineData(Flaw.ErasesLaterToo, "Erasing takes one person's earlier operations and dead letters, but no merge")]
    [InlineData(Flaw.ErasesEverybody, "Erasing somebody unknown removes nothing")]
    [InlineData(Flaw.ErasesEverybody, "Erasing one person while a lane is filled and read takes nothing of anybody else's")]
    [InlineData(Flaw.ListsBackwards, "Dead letters are listed by ascending id, page by page")]
    [InlineData(Flaw.TakesNothing, "A dead letter is taken whole, and once")]
    [InlineData(Flaw.CountsNothing, "Statistics tell count, bytes and the oldest, over all lanes")]
    [InlineData(Flaw.LosesEveryTenth, "Lanes that are filled and drained at once lose, repeat and reorder nothing")]
    [InlineData(Flaw.LosesEveryTenth, "Erasing one person while a lane is filled and read takes nothing of anybody else's")]
    [InlineData(Flaw.StartsEmpty, "What was appended is there after reopening, whole and in its order")]
    [InlineData(Flaw.StartsEmpty, "What a former run appended is recognised as a duplicate")]
    [InlineData(Flaw.TellsNoBacklog, "Opening tells what a former run left, lane by lane")]
    [InlineData(Flaw.ForgetsDeadLetters, "Dead letters are there after reopening")]
    public async Task A_flaw_breaks_its_rule(Flaw flaw, string rule)
    {
        CustomerIoAssertionException failure =
            await Should.ThrowAsync<CustomerIoAssertionException>(() => new Contract(flaw).CheckAsync(rule));

        failure.Message.ShouldContain($"breaks the rule \"{rule}\": ");
    }

    [Fact]
    public async Task A_failure_names_the_member_the_rule_and_the_values()
    {
        CustomerIoAssertionException failure = await Should.ThrowAsync<CustomerIoAssertionException>(
            () => new Contract(Flaw.ReadsNewestFirst).CheckAsync(FallbackStoreContract.Rules[0]));

        failure.Message.ShouldBe(
            "ReadAsync breaks the rule \"A lane is read by sequence, whatever the order of appends\": after 3 and 4, then 1, "
            + "sequences of lane 0: expected 1, 3, 4, but it is 4, 3, 1.");
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
        FallbackStoreContract.Rules.Count.ShouldBeGreaterThan(40);
        FallbackStoreContract.Rules.ShouldBeUnique();
    }

    [Fact]
    public async Task A_rule_that_does_not_exist_is_refused() =>
        (await Should.ThrowAsync<ArgumentException>(() => new Contract(Flaw.None).CheckAsync("none")))
            .Message.ShouldStartWith("There is no rule 'none'.");

    private sealed class Contract(Flaw flaw) : FallbackStoreContract
    {
        private readonly Dictionary<string, InMemoryFallbackStore> _disk = [];

        protected override ValueTask<IFallbackStore> MakeAsync(FallbackStoreSetting setting)
        {
            FallbackOptions options = flaw is Flaw.HasNoBounds ? new() : setting.Options;
            if (flaw is Flaw.StartsEmpty || !_disk.TryGetValue(setting.Place, out InMemoryFallbackStore? inner))
            {
                inner = new InMemoryFallbackStore(setting.Lanes, options, setting.Time);
                _disk[setting.Place] = inner;
            }

            return new(new FlawedStore(inner, flaw));
        }
    }

    private sealed class NoStore : FallbackStoreContract
    {
        protected override ValueTask<IFallbackStore> MakeAsync(FallbackStoreSetting setting) =>
            throw new NotSupportedException("no store");
    }
}
