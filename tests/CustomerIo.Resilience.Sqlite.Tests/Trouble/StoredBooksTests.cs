using CustomerIo.Resilience.Sqlite.Tests.Support;
using CustomerIo.Resilience.Tests.Trouble.Shared;

namespace CustomerIo.Resilience.Sqlite.Tests.Trouble;

/// <summary>
/// The books balance at any instant with the store in a file, and who is told stored while the host stops finds that in the file.
/// </summary>
public sealed class StoredBooksTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, StoreOverflow.Reject, Durability.OnFailure)]
    [InlineData(2, StoreOverflow.DropOldestEvents, Durability.OnFailure)]
    [InlineData(3, StoreOverflow.Reject, Durability.WriteAhead)]
    [InlineData(4, StoreOverflow.DropOldestEvents, Durability.WriteAhead)]
    public Task They_balance_while_events_are_dropped_merged_erased_refused_and_replayed(
        int seed, StoreOverflow whenFull, Durability durability) => Books.RunAsync(seed, whenFull, durability, UseStore(_folder.NewFile()));

    [Theory]
    [InlineData(Durability.OnFailure)]
    [InlineData(Durability.WriteAhead)]
    public async Task Who_is_told_stored_while_the_host_stops_is_delivered_by_the_next_process(Durability durability)
    {
        string path = _folder.NewFile();
        DeliveryResult[] told;
        await using (VirtualBench first = await VirtualBench.StartAsync(
            options => options.Delivery.Durability = durability, UseStore(path)))
        {
            first.Afflict(Ailment.Hang, "\"name\":\"step\"");
            Task<DeliveryResult>[] calls =
                [.. Enumerable.Range(0, 100).Select(number => first.Client.TrackAsync($"p{number % 20}", "step", new() { ["n"] = number }))];
            await first.PassAsync(static bench => bench.Simulator.Faults.HungRequests > 0, TimeSpan.FromMinutes(1), "requests hang");
            await first.StopHostAsync();
            told = await Task.WhenAll(calls).WaitAsync(TimeSpan.FromSeconds(30));
            first.Simulator.OperationCount.ShouldBe(0);
        }

        told.ShouldAllBe(static result => result.Status == DeliveryStatus.Stored);
        await using VirtualBench second = await VirtualBench.StartAsync(build: UseStore(path));
        await second.PassAsync(
            static bench => bench.IsSettled && bench.Simulator.OperationCount == 100, TimeSpan.FromMinutes(5), "all arrive");
    }

    private static Action<CustomerIoBuilder> UseStore(string path) => builder => builder.UseSqliteFallback(
        path, static store => store.Synchronous = SqliteSynchronous.Normal);
}
