using CustomerIo.Resilience.Sqlite.Tests.Support;
using CustomerIo.Resilience.Tests.Trouble.Shared;

namespace CustomerIo.Resilience.Sqlite.Tests.Trouble;

/// <summary>
/// One operation always fails while Customer.io takes all others, with the store in a file, before and after it is sent. Before,
/// a firewall's 403 stopped all lanes, and everything else the lane.
/// </summary>
public sealed class OneBadStoredOperationTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Ailment.Reset)]
    [InlineData(Ailment.Hang)]
    [InlineData(Ailment.AppliedThenHang)]
    [InlineData(Ailment.Forbidden)]
    [InlineData(Ailment.RequestTimeout)]
    public Task It_is_given_up_in_the_end_and_the_others_arrive_though_each_call_is_stored_first(Ailment ailment) =>
        OneBadOperation.RunAsync(ailment, events: 800, durability: Durability.WriteAhead, build: UseStore);

    [Theory]
    [InlineData(Durability.OnFailure)]
    [InlineData(Durability.WriteAhead)]
    public Task It_stops_nobody_else_though_merges_tie_people_together(Durability durability) =>
        OneBadOperation.RunAsync(Ailment.Reset, events: 1_000, merges: true, durability, UseStore);

    private void UseStore(CustomerIoBuilder builder) => builder.UseSqliteFallback(
        _folder.NewFile(), static store => store.Synchronous = SqliteSynchronous.Normal);
}
