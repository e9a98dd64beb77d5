using CustomerIo.Resilience.Torture.Mixed;
using CustomerIo.Resilience.Torture.Mixed.Planning;
using CustomerIo.Resilience.Torture.Mixed.Reconciling;
using CustomerIo.Resilience.Torture.Mixed.Running;
using CustomerIo.Resilience.Torture.Reconciling;

namespace CustomerIo.Resilience.Sqlite.Tests.Torture;

/// <summary>Wrong histories, each of which has to be counted, and right ones that look wrong.</summary>
public sealed class JudgeTests
{
    private static readonly DateTime Start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly MixedPlan Plan = new(seed: 3, operations: 600, people: 24);

    // Called one after the other, a second apart, and each applied at once.
    private static readonly Call[] Calls = [.. Plan.Steps.Select(static step => new Call
    {
        Step = step,
        FirstBefore = 2 * step.Id,
        After = (2 * step.Id) + 1,
        Answer = nameof(DeliveryStatus.Stored),
        CalledAt = TimeOf(step),
    })];

    private static readonly Sight[] Sights = [.. Plan.Steps.Select(Seen)];

    // One in the far circle with a neighbour after it that has the same key, and nothing that erases either.
    private static readonly (Step First, Step Second) Pair = FindPair();

    [Fact]
    public void A_history_in_which_all_arrives_once_is_clean()
    {
        MixedFindings findings = Judged(Sights);

        findings.IsClean.ShouldBeTrue(string.Join('\n', findings.Details));
        findings.LastLine.ShouldBe(
            "acknowledged=600 delivered=600 refused=0 erased=0 deadletters=0 lost=0 duplicated=0 reordered=0 resurrected=0 blocked=0");
    }

    [Fact]
    public void What_was_acknowledged_and_is_nowhere_is_lost()
    {
        Judged(Without(Pair.First)).ShouldSatisfyAllConditions(
            static findings => findings.Lost.ShouldBe(1),
            static findings => findings.Details[0].ShouldStartWith($"lost: {Pair.First.Kind} {Pair.First.Id} "));
    }

    [Fact]
    public void What_was_not_acknowledged_may_be_nowhere()
    {
        Judged(Without(Pair.First), evidence => evidence with { IsPromise = static call => call.Step.Id != Pair.First.Id })
            .IsClean.ShouldBeTrue();
    }

    [Fact]
    public void What_is_a_dead_letter_in_the_end_is_not_lost()
    {
        MixedFindings findings = Judged(
            Without(Pair.First), static evidence => evidence with { LastLetters = TokenOf(Pair.First), Letters = TokenOf(Pair.First) });

        (findings.Lost, findings.DeadLetters).ShouldBe((0, 1));
    }

    [Fact]
    public void What_was_told_to_be_delivered_is_lost_when_the_server_has_not_seen_it_wherever_it_is()
    {
        Judged(Without(Pair.First), static evidence => evidence with
        {
            Kept = TokenOf(Pair.First),
            Calls = [.. Calls.Select(static call => call.Step.Id == Pair.First.Id
                ? call with { Answer = nameof(DeliveryStatus.Delivered) }
                : call)],
        }).Lost.ShouldBe(1);
    }

    [Fact]
    public void An_innocent_one_that_is_still_in_the_store_or_in_memory_is_blocked()
    {
        Judged(Without(Pair.First), static evidence => evidence with { Kept = TokenOf(Pair.First) })
            .ShouldSatisfyAllConditions(
                static findings => findings.Blocked.ShouldBe(1), static findings => findings.Lost.ShouldBe(0));
        Judged(Without(Pair.First), static evidence => evidence with { InMemory = 1 })
            .ShouldSatisfyAllConditions(
                static findings => findings.Blocked.ShouldBe(1), static findings => findings.Lost.ShouldBe(0));
    }

    [Fact]
    public void A_delete_excuses_what_waited_before_it_and_not_what_something_overtook()
    {
        (Call last, Call before) = BeforeAnErasure();

        (Judged(Without(last.Step)) is { Lost: 0, Erased: 1 }).ShouldBeTrue();
        Judged(Without(before.Step)).Lost.ShouldBe(1);
    }

    [Fact]
    public void An_event_that_takes_effect_twice_is_duplicated_and_one_without_effect_is_not()
    {
        Sight sight = Seen(Plan.Steps.Last(static step => step.Kind is StepKind.Event));

        Judged([.. Sights, sight]).Duplicated.ShouldBe(1);
        Judged([.. Sights, sight with { Outcome = SeenOutcome.WithoutEffect }]).Duplicated.ShouldBe(0);
    }

    [Fact]
    public void Two_that_change_places_are_reordered_unless_the_first_was_a_dead_letter()
    {
        Sight[] swapped = [.. Sights.Select(static sight =>
            sight.Token == StepToken.Of(Pair.First) ? Seen(Pair.Second)
            : sight.Token == StepToken.Of(Pair.Second) ? Seen(Pair.First) : sight)];

        Judged(swapped).Reordered.ShouldBe(1);
        Judged(swapped, static evidence => evidence with { Letters = TokenOf(Pair.First) }).Reordered.ShouldBe(0);
    }

    [Fact]
    public void A_merge_that_comes_before_what_was_called_about_its_secondary_is_reordered()
    {
        Step merge = Plan.Steps.First(static step => step is { Kind: StepKind.Merge, IsAiling: false }
            && Plan.Steps.Any(other => other.Id < step.Id && other.Key == step.Secondary && !other.IsAiling));

        Judged([Seen(merge), .. Sights]).Reordered.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Somebody_who_comes_back_by_an_event_or_by_an_object_that_names_them_is_resurrected()
    {
        (Call last, _) = BeforeAnErasure();
        Judged([.. Sights, Seen(last.Step)]).Resurrected.ShouldBeGreaterThan(0);

        Step related = Plan.Steps.First(static step => step.Kind is StepKind.Object
            && Plan.Steps.Any(other => other.Kind.IsErasure() && other.Id > step.Id && step.Names(other.Key)));
        Judged([.. Sights, Seen(related)]).Resurrected.ShouldBeGreaterThan(0);
        Judged([.. Sights, Seen(related) with { Named = [] }]).Resurrected.ShouldBe(0);
    }

    [Fact]
    public void An_innocent_one_that_comes_late_in_fair_time_is_blocked_unless_narrowing_explains_it()
    {
        TimeSpan late = Settings.Slack + (Settings.Narrowing / 2);
        Sight[] sights = [.. Sights.Select(sight =>
            sight.Token == StepToken.Of(Pair.First) ? sight with { At = sight.At + late } : sight)];

        Judged(sights).Blocked.ShouldBe(1);
        Judged(sights, static evidence => evidence with { FairTime = new FairTime() }).Blocked.ShouldBe(0);

        // One on the same lane: all keys are the same here.
        Failure failure = new(TimeOf(Pair.First), [StepToken.Of(Plan.Steps.First(static step => step.IsAiling))]);
        Judged(sights, evidence => evidence with { Failures = [failure] }).Blocked.ShouldBe(0);
    }

    private static MixedFindings Judged(IReadOnlyList<Sight> sights, Func<Evidence, Evidence>? change = null)
    {
        FairTime fair = new();
        fair.Add(Start, Start.AddDays(1));
        Evidence evidence = new()
        {
            Plan = Plan,
            Calls = Calls,
            Sights = sights,
            Keys = Plan.Circles.Names.ToDictionary(static name => name, static _ => new string('0', 48), StringComparer.Ordinal),
            FairTime = fair,
            IsPromise = static _ => true,
        };
        return Judge.Judged(change?.Invoke(evidence) ?? evidence);
    }

    // The last numbered one of a person before a delete or suppress, and one before that.
    private static (Call Last, Call Before) BeforeAnErasure()
    {
        foreach (Step erasure in Plan.Steps.Where(static step => step.Kind.IsErasure()))
        {
            Step[] before = [.. Plan.Steps.Where(step => step.Id < erasure.Id && step.Owns(erasure.Key))];
            if (before is [.., { Kind: StepKind.Identify, IsAiling: false } one, { Kind: StepKind.Identify, IsAiling: false } two])
            {
                return (Calls[two.Id - 1], Calls[one.Id - 1]);
            }
        }

        throw new InvalidOperationException("The seed draws no such two.");
    }

    private static (Step First, Step Second) FindPair()
    {
        foreach (Step first in Plan.Steps.Where(Plan.IsInnocent))
        {
            Step[] same = [.. Plan.Steps.Where(step => step.Owns(first.Key) || step.Names(first.Key))];
            if (first.Kind is StepKind.Event
                && !same.Any(static step => step.Kind.IsBarrier())
                && same.FirstOrDefault(step => step.Id > first.Id) is { Kind: StepKind.Event } second)
            {
                return (first, second);
            }
        }

        throw new InvalidOperationException("The seed draws no such two.");
    }

    private static IReadOnlyList<Sight> Without(Step step) =>
        [.. Sights.Where(sight => sight.Token != StepToken.Of(step))];

    private static HashSet<string> TokenOf(Step step) => [StepToken.Of(step)];

    private static Sight Seen(Step step) => new(StepToken.Of(step), step.Named, TimeOf(step), SeenOutcome.Applied);

    private static DateTime TimeOf(Step step) => Start.AddSeconds(step.Id);
}
