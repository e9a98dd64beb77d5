using CustomerIo.Resilience.Tests.Scenarios;

namespace CustomerIo.Resilience.Tests.Delivery;

public sealed class SoakTests
{
    // T1: 10,000 operations of 500 people.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public Task Nothing_is_lost_doubled_or_reordered_through_random_trouble(int seed) => Soak.RunAsync(seed);
}
