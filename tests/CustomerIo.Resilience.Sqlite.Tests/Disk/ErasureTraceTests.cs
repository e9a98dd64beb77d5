using System.Globalization;
using System.Text;
using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Tests.Support;

namespace CustomerIo.Resilience.Sqlite.Tests.Disk;

public sealed class ErasureTraceTests : IDisposable
{
    private const int Operations = 1_500;

    private static readonly string Ada = Sample.Key(1, 5);

    private readonly TempFolder _folder = new(inMemory: true);
    private readonly StoreKit _kit;

    public ErasureTraceTests() => _kit = new StoreKit(_folder.NewFile());

    public void Dispose() => _folder.Dispose();

    // Rows that come and go in any order make pages move rows to others, which leaves copies that SQLite does not overwrite.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task When_a_delete_is_done_no_file_has_anything_of_the_person_any_more(int seed)
    {
        Random random = new(seed);
        await using SqliteFallbackStore store = await _kit.OpenAsync();
        List<Operation> others = await WorkAsync(store, random);
        Found().ShouldNotBeEmpty();

        Operation delete = Named(Ada, Operations + 1, random, new ParkedState(HasFailed: false), OperationKind.Delete);
        await store.AppendAsync([delete], default);
        await LeaveOutOfLanesAsync(store);
        await StoreKit.CompleteAsync(store, delete);
        await SettleAsync(store);

        Found().ShouldBeEmpty();
        new FileInfo(_kit.Path + "-wal").Length.ShouldBe(0);
        store.GetStatistics().Count.ShouldBe(others.Count);
    }

    [Fact]
    public async Task A_process_that_was_killed_leaves_the_rest_to_the_next()
    {
        await using (SqliteFallbackStore store = await _kit.OpenAsync())
        {
            await WorkAsync(store, new Random(4));
            await SettleAsync(store);
            Operation delete = Sample.Of(Ada, Operations + 1, kind: OperationKind.Delete);

            // The first is followed up at once; a second within the same second waits.
            await store.AppendAsync([delete], default);
            await LeaveOutOfLanesAsync(store);
            await StoreKit.CompleteAsync(store, delete);
            Array.ForEach(["", "-wal"], end => File.Copy(_kit.Path + end, _kit.Path + ".killed" + end));
        }

        StoreKit killed = new(_kit.Path + ".killed");
        Array.ForEach(["", "-wal"], end => File.Delete(_kit.Path + end));
        Found().ShouldNotBeEmpty();

        await using SqliteFallbackStore next = await killed.OpenAsync();
        await SettleAsync(next, killed);

        Found().ShouldBeEmpty();
        (await StoreKit.ReadAsync(next, 0)).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task The_end_of_the_store_does_not_wait_for_the_next_second()
    {
        await using (SqliteFallbackStore store = await _kit.OpenAsync())
        {
            await WorkAsync(store, new Random(5));
            await store.AppendAsync([Sample.Operation(Operations + 1, kind: OperationKind.Delete)], default);
            Operation delete = Sample.Of(Ada, Operations + 2, kind: OperationKind.Delete);
            await store.AppendAsync([delete], default);
            await LeaveOutOfLanesAsync(store);
            await StoreKit.CompleteAsync(store, delete);
            Found().ShouldNotBeEmpty();
        }

        Found().ShouldBeEmpty();
        _kit.Time.ArmedTimers.ShouldBe(0);
    }

    [Fact]
    public async Task Erasures_one_after_the_other_empty_the_log_once_a_second()
    {
        _kit.Options.Vfs = WatchedVfs.Name;
        using WatchedFiles files = new(_kit.Path);
        await using SqliteFallbackStore store = await _kit.OpenAsync();
        int before = files.DatabaseSyncs;

        for (int position = 1; position <= 50; position++)
        {
            await store.AppendAsync([Sample.Operation(position, kind: OperationKind.Delete)], default);
        }

        await StoreKit.ReadAsync(store, 0);
        (files.DatabaseSyncs - before).ShouldBe(1);
        _kit.Time.Advance(TimeSpan.FromSeconds(1));
        await SettleAsync(store);
        (files.DatabaseSyncs - before).ShouldBe(2);
        _kit.Time.Advance(TimeSpan.FromSeconds(10));
        await SettleAsync(store);
        (files.DatabaseSyncs - before).ShouldBe(2);
    }

    [Fact]
    public async Task Without_an_erasure_the_log_is_left_alone()
    {
        await using SqliteFallbackStore store = await _kit.OpenAsync();
        await store.AppendAsync([Sample.Operation(1), Sample.Operation(2)], default);
        await StoreKit.CompleteAsync(store, Sample.Operation(1));
        _kit.Time.Advance(TimeSpan.FromSeconds(10));
        await SettleAsync(store);

        new FileInfo(_kit.Path + "-wal").Length.ShouldBeGreaterThan(0);
        _kit.Time.ArmedTimers.ShouldBe(0);
    }

    // Lets the clock go on, and waits until the store has done what it does by itself.
    private async Task SettleAsync(SqliteFallbackStore store, StoreKit? kit = null)
    {
        for (int turn = 0; turn < 3; turn++)
        {
            await store.ReadAsync(0, 0, 1, 1, default);
            (kit ?? _kit).Time.Advance(TimeSpan.FromSeconds(1));
        }

        await store.ReadAsync(0, 0, 1, 1, default);
        await store.ReadAsync(0, 0, 1, 1, default);
    }

    private async Task<List<Operation>> WorkAsync(SqliteFallbackStore store, Random random)
    {
        List<Operation> others = [];
        int[] positions = [.. Enumerable.Range(1, Operations)];
        for (int at = 0; at < Operations; at += 10)
        {
            random.Shuffle(positions.AsSpan(at, 10));
            foreach (int position in positions.AsSpan(at, 10).ToArray())
            {
                await StepAsync(store, random, position, others);
            }
        }

        return others;
    }

    private static async Task StepAsync(SqliteFallbackStore store, Random random, int position, List<Operation> others)
    {
        string key = random.Next(5) == 0 ? Ada : Sample.Key(0, random.Next(7));
        Operation operation = Named(key, position, random, random.Next(2) == 0 ? new ParkedState(HasFailed: true) : null);
        await store.AppendAsync([operation], default);
        if (key != Ada)
        {
            others.Add(operation);
        }

        if (random.Next(3) == 0)
        {
            DeadLetter letter = Sample.DeadLetter(Named(key, Operations + 10 + position, random, null), at: Sample.Start);
            await StoreKit.BuryAsync(store, letter.With(letter.Operation.With(position: 0)));
        }

        if (others.Count > 0 && random.Next(2) == 0)
        {
            int gone = random.Next(others.Count);
            await StoreKit.CompleteAsync(store, others[gone]);
            others.RemoveAt(gone);
        }
    }

    // Ada's are told by a text that nobody else has.
    private static Operation Named(
        string key, int position, Random random, ParkedState? parked, OperationKind kind = OperationKind.Identify)
    {
        string text = key == Ada
            ? string.Create(CultureInfo.InvariantCulture, $"<ada lovelace {position:D6}>")
            : string.Create(CultureInfo.InvariantCulture, $"<bob {position:D6}>");
        Operation sample = Sample.Of(key, position, kind: kind, parked: parked);
        return sample.With(payload: Encoding.UTF8.GetBytes(text + new string('.', random.Next(20, 900)) + text));
    }

    private static async Task LeaveOutOfLanesAsync(SqliteFallbackStore store)
    {
        for (int lane = 0; lane < Sample.Lanes; lane++)
        {
            IReadOnlyList<Operation> page = await StoreKit.ReadAsync(store, lane);
            await StoreKit.CompleteAsync(store, [.. page.Where(static one => one.Key == Ada)]);
        }
    }

    private string[] Found() =>
    [
        .. Directory.GetFiles(_folder.Root)
            .Where(static file => Encoding.Latin1.GetString(ReadShared(file)).Contains("ada lovelace", StringComparison.Ordinal))
            .Select(static file => Path.GetFileName(file)),
    ];

    private static byte[] ReadShared(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
