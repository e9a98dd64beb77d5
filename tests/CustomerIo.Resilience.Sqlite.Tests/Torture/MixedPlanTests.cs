using CustomerIo.Resilience.Torture.Mixed.Planning;

namespace CustomerIo.Resilience.Sqlite.Tests.Torture;

public sealed class MixedPlanTests
{
    [Fact]
    public void The_same_seed_gives_the_same_steps_and_another_one_others()
    {
        Describe(seed: 7).ShouldBe(Describe(seed: 7));
        Describe(seed: 7).ShouldNotBe(Describe(seed: 8));
    }

    [Fact]
    public void Nobody_innocent_shares_a_key_with_what_ails()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            MixedPlan plan = new(seed, operations: 1_200, people: 80);
            foreach (Step step in plan.Steps)
            {
                string[] others = [.. step.Named, .. step.Secondary is { } second ? [second] : Array.Empty<string>()];
                others.All(other => plan.Circles.IsNear(other) == plan.Circles.IsNear(step.Key)).ShouldBeTrue($"seed {seed}");
                (step.IsAiling && plan.IsInnocent(step)).ShouldBeFalse($"seed {seed}");
            }
        }
    }

    [Fact]
    public void Every_ailment_and_every_kind_come_up()
    {
        Step[] steps = [.. Enumerable.Range(0, 20).SelectMany(static seed => new MixedPlan(seed, 1_200, 80).Steps)];

        steps.Select(static step => step.Ailment).Distinct().Count().ShouldBe(Enum.GetValues<Ailment>().Length);
        steps.Select(static step => step.Kind).Distinct().Count().ShouldBe(Enum.GetValues<StepKind>().Length);
        steps.ShouldContain(static step => step.IsEndless);
        steps.ShouldContain(static step => step.Kind == StepKind.Merge && step.IsAiling);
    }

    private static string Describe(int seed) => string.Join('\n', new MixedPlan(seed, 300, 24).Steps);
}
