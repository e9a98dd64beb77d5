using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Tests.Support;

namespace CustomerIo.Resilience.Sqlite.Tests.Versions;

public sealed class LaneChangeTests : IDisposable
{
    private const int Count = 3_500;

    private readonly TempFolder _folder = new(inMemory: true);
    private readonly StoreKit _kit;

    public LaneChangeTests() => _kit = new StoreKit(_folder.NewFile());

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(9)]
    public async Task With_another_number_of_lanes_everything_is_on_its_lane_in_its_order(int lanes)
    {
        string before = await FillAsync();
        _kit.Lanes = lanes;

        await ShouldBeAsync(before);

        _kit.Log.Lines.Single(static line => line.Id == 1203).Text.ShouldContain($"had 4 lane(s); what waits in it is on {lanes} now");
        _kit.Lanes = Sample.Lanes;
        await ShouldBeAsync(before);
    }

    [Fact]
    public async Task An_empty_file_takes_any_number_of_lanes()
    {
        await (await _kit.OpenAsync()).DisposeAsync();
        foreach (int lanes in (int[])[7, 2, 64])
        {
            _kit.Lanes = lanes;
            await using SqliteFallbackStore store = await _kit.OpenAsync();
            (await store.AppendAsync([Sample.Of(Sample.Key(lanes % 4, lanes), lanes)], default)).Taken.ShouldBe(1);
            (await _kit.DrainAsync(store)).Count.ShouldBe(1);
        }

        _kit.SetAside.ShouldBeEmpty();
    }

    // A disk that fails in the middle leaves the file as a killed process does: with the transactions that were done.
    [Theory]
    [InlineData(40_000)]
    [InlineData(300_000)]
    [InlineData(700_000)]
    [InlineData(1_100_000)]
    public async Task A_change_that_was_interrupted_is_completed_to_whatever_number_is_asked_for_next(long afterBytes)
    {
        string before = await FillAsync();
        _kit.Options.Vfs = WatchedVfs.Name;
        using WatchedFiles files = new(_kit.Path);
        foreach (int lanes in (int[])[9, 3])
        {
            files.Fail(WatchedFiles.Full, afterBytes: afterBytes);
            _kit.Lanes = lanes;
            await Should.ThrowAsync<FallbackStoreException>(_kit.OpenAsync);
        }

        files.Mend();
        _kit.Lanes = 5;
        await ShouldBeAsync(before);
        files.Failures.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Damage_in_the_middle_of_a_change_costs_the_damaged_row_only()
    {
        await FillAsync();
        byte[] bytes = await File.ReadAllBytesAsync(_kit.Path);
        ReadOnlyMemory<byte> payload = Sample.Operation(Count, Count % 4).Payload;
        bytes[bytes.AsSpan().IndexOf(payload.Span)] ^= 1;
        bytes.AsSpan().IndexOf(payload.Span).ShouldBe(-1);
        await File.WriteAllBytesAsync(_kit.Path, bytes);
        _kit.Options.Vfs = WatchedVfs.Name;
        using (WatchedFiles files = new(_kit.Path))
        {
            files.Fail(WatchedFiles.Full, afterBytes: 700_000);
            _kit.Lanes = 9;
            await Should.ThrowAsync<FallbackStoreException>(_kit.OpenAsync);
        }

        await using SqliteFallbackStore store = await _kit.OpenAsync();

        (await _kit.DrainAsync(store)).Count.ShouldBe(Count);
        store.GetStatistics().Damage.ShouldNotBeNull().Lost.ShouldBe(1);
    }

    private async Task<string> FillAsync()
    {
        await using SqliteFallbackStore store = await _kit.OpenAsync();
        Operation[] operations = [.. Enumerable.Range(1, Count).Select(static position => Sample.Operation(position, position % 4))];
        foreach (Operation[] some in operations.Chunk(500))
        {
            await store.AppendAsync(some, default);
        }

        await store.AppendAsync([Sample.Parked(Count + 1)], default);
        return TextOf([.. operations, Sample.Parked(Count + 1)]);
    }

    private async Task ShouldBeAsync(string before)
    {
        await using SqliteFallbackStore store = await _kit.OpenAsync();
        List<Operation> all = [.. await StoreKit.ReadParkedAsync(store, Sample.Parked(Count + 1).Key)];
        for (int lane = 0; lane < _kit.Lanes; lane++)
        {
            IReadOnlyList<Operation> waiting = await StoreKit.ReadAsync(store, lane);
            waiting.ShouldAllBe(one => one.LaneOf(_kit.Lanes) == lane);
            waiting.Select(static one => one.Position).ShouldBeInOrder();
            _kit.Contents.Lanes.Where(one => one.Lane == lane).Sum(static one => one.Count).ShouldBe(waiting.Count);
            all.AddRange(waiting);
        }

        TextOf(all).ShouldBe(before);
        store.GetStatistics().Count.ShouldBe(Count + 1);
        _kit.SetAside.ShouldBeEmpty();
    }

    private static string TextOf(IEnumerable<Operation> operations) =>
        string.Join('\n', operations.OrderBy(static one => one.Position).Select(Sample.TextOf));
}
