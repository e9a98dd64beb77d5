using CustomerIo.Resilience.Torture.Planning;

namespace CustomerIo.Resilience.Sqlite.Tests.Torture;

public sealed class PlanTests
{
    [Fact]
    public void The_same_seed_gives_the_same_operations_and_another_one_others()
    {
        Plan first = new(seed: 7, operations: 1_003, people: 50);
        Plan second = new(seed: 7, operations: 1_003, people: 50);
        Plan other = new(seed: 8, operations: 1_003, people: 50);

        AllOf(first).ShouldBe(AllOf(second));
        AllOf(first).Count().ShouldBe(1_003);
        AllOf(first).ShouldNotBe(AllOf(other));
    }

    [Fact]
    public void No_two_neighbours_among_the_operations_without_a_number_are_of_one_kind()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            Plan plan = new(seed, operations: 2_000, people: 20);
            for (int person = 0; person < plan.People; person++)
            {
                PlannedKind[] kinds =
                    [.. plan.Of(person).Select(static one => one.Kind).Where(static kind => !kind.IsNumbered())];
                kinds.Zip(kinds.Skip(1)).ShouldAllBe(
                    static pair => pair.First != pair.Second, $"seed {seed}, person {person}");
            }
        }
    }

    private static IEnumerable<PlannedOperation> AllOf(Plan plan) =>
        Enumerable.Range(0, plan.People).SelectMany(plan.Of);
}
