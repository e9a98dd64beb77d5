using CustomerIo.Resilience.Tests.Scenarios;

namespace CustomerIo.Resilience.Tests.Delivery;

public sealed class HotPersonTests
{
    // T16
    [Fact]
    public Task Nine_in_ten_of_the_others_operations_arrive_while_one_persons_fail() => HotPerson.RunAsync();
}
