using CustomerIo.Resilience.Sqlite.Tests.Support;
using CustomerIo.Resilience.Tests.Scenarios;

namespace CustomerIo.Resilience.Sqlite.Tests.Torture;

/// <summary>What the store in memory is put through, with the SQLite store, in both durabilities.</summary>
public sealed class ScenarioTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // T1
    [Theory]
    [InlineData(Durability.OnFailure, 1)]
    [InlineData(Durability.WriteAhead, 2)]
    public Task Nothing_is_lost_doubled_or_reordered_through_random_trouble(Durability durability, int seed) =>
        Soak.RunAsync(seed, operations: 4_000, durability, UseStore);

    // T4, smaller: each write-ahead call waits for the disk.
    [Theory]
    [InlineData(Durability.OnFailure, 20_000)]
    [InlineData(Durability.WriteAhead, 4_000)]
    public Task Three_days_of_outage_lose_nothing(Durability durability, int operations) =>
        LongOutage.RunAsync(operations, durability, UseStore);

    // T9
    [Theory]
    [InlineData(Durability.OnFailure)]
    [InlineData(Durability.WriteAhead)]
    public Task Nothing_overtakes_while_the_circuit_flaps(Durability durability) =>
        Overtaking.RunAsync(durability, UseStore);

    // T16
    [Theory]
    [InlineData(Durability.OnFailure)]
    [InlineData(Durability.WriteAhead)]
    public Task Nine_in_ten_of_the_others_operations_arrive_while_one_persons_fail(Durability durability) =>
        HotPerson.RunAsync(durability, UseStore);

    private void UseStore(CustomerIoBuilder builder) => builder.UseSqliteFallback(
        _folder.NewFile(), static store => store.Synchronous = SqliteSynchronous.Normal);
}
