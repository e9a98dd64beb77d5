using CustomerIo.Resilience.Delivery;

namespace CustomerIo.Resilience.Tests.Delivery.Lanes;

public sealed class MemoryBudgetTests
{
    [Fact]
    public void It_is_full_at_its_number()
    {
        MemoryBudget budget = new(2, 1_000);

        (budget.TryReserve(1), budget.TryReserve(1), budget.TryReserve(1)).ShouldBe((true, true, false));

        (budget.Count, budget.Bytes).ShouldBe((2, 2));
        budget.Release(1, 1);
        budget.TryReserve(1).ShouldBeTrue();
    }

    [Fact]
    public void It_is_full_at_its_bytes()
    {
        MemoryBudget budget = new(100, 10);

        (budget.TryReserve(11), budget.TryReserve(10), budget.TryReserve(1)).ShouldBe((false, true, false));

        (budget.Count, budget.Bytes).ShouldBe((1, 10));
    }

    [Theory]
    [InlineData(75, 0, false)]
    [InlineData(76, 0, true)]
    [InlineData(1, 750, false)]
    [InlineData(1, 751, true)]
    public void Above_three_quarters_of_either_lanes_spill(int count, int bytes, bool spills)
    {
        MemoryBudget budget = new(100, 1_000);
        for (int index = 1; index < count; index++)
        {
            budget.TryReserve(0);
        }

        budget.TryReserve(bytes);

        budget.ShouldSpill.ShouldBe(spills);
    }
}
