using CustomerIo.Resilience.Tests.Scenarios;

namespace CustomerIo.Resilience.Tests.Delivery;

public sealed class LongOutageTests
{
    // T4
    [Fact]
    public Task Three_days_of_outage_lose_nothing() => LongOutage.RunAsync(operations: 100_000);
}
