using CustomerIo.Resilience.Torture.Planning;
using CustomerIo.Resilience.Torture.Reconciling;

namespace CustomerIo.Resilience.Sqlite.Tests.Torture;

/// <summary>Wrong histories, each of which has to be counted, and right ones that look wrong.</summary>
public sealed class ReconciliationTests
{
    // Whose operations are drawn so that there is something of every kind among them.
    private static readonly Plan Plan = PlanWithEverything();
    private static readonly IReadOnlyList<PlannedOperation> All = Plan.Of(0);
    private static readonly int Erasure = All.First(static one => one.Kind.IsErasure()).Number;

    [Fact]
    public void A_history_in_which_all_arrives_once_is_clean()
    {
        Findings findings = Compare(All.Select(Seen));

        findings.IsClean.ShouldBeTrue(string.Join('\n', findings.Details));
        findings.LastLine.ShouldBe(
            $"acknowledged={All.Count} delivered={All.Count} lost=0 duplicated=0 reordered=0 resurrected=0");
    }

    [Fact]
    public void An_acknowledged_operation_that_never_arrives_is_lost()
    {
        Findings findings = Compare(All.Where(static one => one.Number != 2).Select(Seen));

        findings.ShouldSatisfyAllConditions(
            () => findings.Lost.ShouldBe(1),
            () => findings.Reordered.ShouldBe(0),
            () => findings.Details[0].ShouldBe($"lost: {All[1].Kind} 2 of person 0"));
    }

    [Fact]
    public void An_operation_nobody_was_told_about_may_be_missing()
    {
        Findings findings = Reconciliation.Compare(
            Plan,
            All.Where(static one => one.Number != 2).Select(Promised),
            All.Where(static one => one.Number != 2).Select(Seen),
            new HashSet<int>());

        findings.IsClean.ShouldBeTrue(string.Join('\n', findings.Details));
    }

    [Fact]
    public void A_delete_or_suppress_excuses_what_waited_before_it_but_nothing_else()
    {
        Findings findings = Compare(
            All.Where(static one => one.Number < Erasure - 2 || one.Number >= Erasure).Select(Seen));
        (findings.Lost, findings.Erased).ShouldBe((0, 2));

        // What left after it shows that it was not waiting any more.
        Compare(All.Where(static one => one.Number != Erasure - 2).Select(Seen)).Lost.ShouldBe(1);
    }

    [Fact]
    public void What_lifts_a_suppression_keeps_its_place_and_says_nothing_about_what_waited_before_it()
    {
        int lifting = All.First(static one => one.Kind is PlannedKind.Unsuppress).Number;
        int erasure = All.First(one => one.Kind.IsErasure() && one.Number > lifting).Number;
        int suppress = All.Last(one => one.Kind.IsErasure() && one.Number < lifting).Number;

        Findings findings = Compare(
            All.Where(one => !one.Kind.IsNumbered() || one.Number < suppress || one.Number > erasure).Select(Seen));

        findings.IsClean.ShouldBeTrue(string.Join('\n', findings.Details));
        findings.Erased.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void A_delete_or_suppress_does_not_excuse_what_was_said_to_be_delivered()
    {
        Findings findings = Reconciliation.Compare(
            Plan,
            All.Select(static one => new Acknowledged(0, one.Number, one.Kind, IsDelivered: true)),
            All.Where(static one => one.Number != Erasure - 1).Select(Seen),
            new HashSet<int>());

        findings.Lost.ShouldBe(1);
    }

    [Fact]
    public void A_delete_that_never_arrives_is_lost()
    {
        int delete = All.First(static one => one.Kind is PlannedKind.Delete).Number;

        Compare(All.Where(one => one.Number != delete).Select(Seen)).Lost.ShouldBe(1);
    }

    [Fact]
    public void What_a_207_refused_is_not_lost_and_not_delivered()
    {
        Findings findings = Compare(All.Select(static one =>
            Seen(one) with { Outcome = one.Number == 2 ? SeenOutcome.Refused : SeenOutcome.Applied }));

        (findings.Lost, findings.Refused, findings.Delivered).ShouldBe((0, 1, All.Count - 1));
    }

    [Fact]
    public void An_event_that_takes_effect_again_is_duplicated_and_one_without_effect_is_not()
    {
        PlannedOperation step = All.First(static one => one.Kind is PlannedKind.Event);

        Findings findings = Compare(All.SelectMany(one => one == step ? [Seen(one), Seen(one)] : new[] { Seen(one) }));

        (findings.Duplicated, findings.Reordered).ShouldBe((1, 0));
        Compare(All.SelectMany(one => one == step
                ? [Seen(one), Seen(one) with { Outcome = SeenOutcome.WithoutEffect }]
                : new[] { Seen(one) }))
            .IsClean.ShouldBeTrue();
    }

    [Fact]
    public void Two_that_change_places_are_reordered()
    {
        Compare([.. Numbers(1, 3, 2), .. From(4)]).Reordered.ShouldBe(1);
    }

    [Fact]
    public void A_request_that_is_repeated_as_a_whole_is_not_reordered()
    {
        Findings findings = Compare([.. Numbers(1, 2, 3), .. Again(1, 2, 3), .. Again(2, 3), .. From(4)]);

        findings.IsClean.ShouldBeTrue(string.Join('\n', findings.Details));
    }

    [Fact]
    public void A_repetition_that_skips_one_or_stops_before_the_newest_is_reordered()
    {
        Compare([.. Numbers(1, 2, 3), .. Again(1, 3), .. From(4)]).Reordered.ShouldBe(1);
        Compare([.. Numbers(1, 2, 3), .. Again(1, 2), .. From(4)]).Reordered.ShouldBe(1);
        Compare([.. From(1), .. Again(All.Count - 1)]).Reordered.ShouldBe(1);
    }

    [Fact]
    public void Somebody_erased_who_is_brought_back_by_what_came_before_is_resurrected()
    {
        PlannedOperation[] untilErasure = [.. All.Take(Erasure)];

        Findings findings = Reconciliation.Compare(
            Plan,
            untilErasure.Select(Promised),
            [.. untilErasure.Select(Seen), .. Again(Erasure - 1)],
            new HashSet<int> { 0 });

        (findings.Resurrected, findings.Reordered, findings.Lost).ShouldBe((1, 1, 0));
    }

    [Fact]
    public void Somebody_erased_who_is_there_because_of_something_newer_is_not_resurrected()
    {
        Findings findings = Reconciliation.Compare(
            Plan,
            All.Take(Erasure).Select(Promised),
            All.Take(Erasure + 1).Select(Seen),
            new HashSet<int> { 0 });

        findings.IsClean.ShouldBeTrue(string.Join('\n', findings.Details));
    }

    [Fact]
    public void A_delete_that_comes_again_after_something_newer_is_reordered_and_right_after_itself_it_is_not()
    {
        Compare([.. Until(Erasure), .. Numbers(Erasure), .. From(Erasure + 1)]).IsClean.ShouldBeTrue();
        Compare([.. Until(Erasure + 1), .. Numbers(Erasure), .. From(Erasure + 2)]).Reordered.ShouldBe(1);
    }

    private static Plan PlanWithEverything()
    {
        for (int seed = 1; ; seed++)
        {
            Plan plan = new(seed, operations: 40, people: 1);
            IReadOnlyList<PlannedOperation> operations = plan.Of(0);
            string marks = string.Concat(operations.Select(static one => one.Kind.ToString()[0]));
            string unnumbered = string.Concat(marks.Where(static mark => mark is 'D' or 'S' or 'U'));
            if (operations.Take(5).Concat(operations.TakeLast(2)).All(static one => one.Kind.IsNumbered())
                && unnumbered.Contains("SUD", StringComparison.Ordinal)
                && marks[marks.IndexOfAny(['D', 'S']) + 1] is 'I' or 'E')
            {
                return plan;
            }
        }
    }

    private static Findings Compare(IEnumerable<SeenOperation> seen) =>
        Reconciliation.Compare(Plan, All.Select(Promised), seen, new HashSet<int>());

    private static Acknowledged Promised(PlannedOperation one) => new(0, one.Number, one.Kind);

    private static SeenOperation Seen(PlannedOperation one) =>
        new(0, one.Kind, one.Kind.IsNumbered() ? one.Number : null);

    private static IEnumerable<SeenOperation> Numbers(params int[] numbers) =>
        numbers.Select(static number => Seen(All[number - 1]));

    // An event has no effect the second time.
    private static IEnumerable<SeenOperation> Again(params int[] numbers) =>
        Numbers(numbers).Select(static one => one with { Outcome = SeenOutcome.WithoutEffect });

    private static IEnumerable<SeenOperation> Until(int number) => All.Take(number).Select(Seen);

    private static IEnumerable<SeenOperation> From(int number) => All.Skip(number - 1).Select(Seen);
}
