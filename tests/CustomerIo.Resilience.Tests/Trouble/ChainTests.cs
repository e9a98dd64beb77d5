using CustomerIo.Resilience.Tests.Trouble.Shared;

namespace CustomerIo.Resilience.Tests.Trouble;

/// <summary>
/// All rows of four operations that can wait for each other: merges, a delete, objects that name, a replay, an event that fails.
/// Nothing overtakes, nothing comes back after its delete, nobody waits for ever, everybody is answered.
/// </summary>
public sealed class ChainTests
{
    [Theory]
    [InlineData(Weather.Well)]
    [InlineData(Weather.Away)]
    [InlineData(Weather.Changing)]
    public Task Every_row_of_three_ends_in_order(Weather weather) => Chains.RunAsync(3, Chains.Letters, weather);

    [Theory]
    [InlineData("amdo", Weather.Well)]
    [InlineData("amdo", Weather.Away)]
    [InlineData("xmwd", Weather.Changing)]
    [InlineData("abmwd", Weather.Changing)]
    public Task Every_row_of_four_of_a_few_ends_in_order(string letters, Weather weather) =>
        Chains.RunAsync(4, letters, weather);
}
