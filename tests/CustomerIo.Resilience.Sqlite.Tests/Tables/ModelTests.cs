using System.Globalization;
using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Native;
using CustomerIo.Resilience.Sqlite.Tests.Support;
using Microsoft.Data.Sqlite;

namespace CustomerIo.Resilience.Sqlite.Tests.Tables;

/// <summary>
/// Random work on a file whose disk fails now and then, held against the store in memory: what a call says has happened, and
/// when it fails, nothing has.
/// </summary>
public sealed class ModelTests : IDisposable
{
    private const int Lanes = 4;
    private const int Steps = 600;

    private static readonly OperationKind[] Kinds = Enum.GetValues<OperationKind>();

    private readonly TempFolder _folder = new(inMemory: true);
    private readonly StoreKit _kit;
    private readonly WatchedFiles _files;
    private Random _random = new(0);
    private SqliteFallbackStore _store = null!;
    private InMemoryFallbackStore _model = null!;
    private int _sequence;

    public ModelTests()
    {
        _kit = new StoreKit(_folder.NewFile());
        _kit.Options.Vfs = WatchedVfs.Name;
        _files = new WatchedFiles(_kit.Path);
        _kit.Bounds.MaxCount = 60;
        _kit.Bounds.MaxBytes = 20_000;
        _kit.Bounds.MaxDeadLetters = 10;
    }

    public static TheoryData<int, StoreOverflow> Runs()
    {
        TheoryData<int, StoreOverflow> runs = [];
        for (int run = 0; run < 5; run++)
        {
            runs.Add(Seed.Value + run, run % 2 == 0 ? StoreOverflow.DropOldestEvents : StoreOverflow.Reject);
        }

        return runs;
    }

    public void Dispose()
    {
        _store?.Dispose();
        _model?.Dispose();
        _files.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task A_file_does_what_the_store_in_memory_does(int seed, StoreOverflow whenFull)
    {
        _random = new Random(seed);
        _kit.Bounds.WhenFull = whenFull;
        _model = new InMemoryFallbackStore(Lanes, _kit.Bounds, _kit.Time);
        _store = await _kit.OpenAsync();
        for (int step = 0; step < Steps; step++)
        {
            string because = string.Create(CultureInfo.InvariantCulture, $"seed {seed}, step {step}");
            bool fails = _random.Next(4) == 0;
            if (fails)
            {
                BreakDisk();
            }

            await WorkAsync(fails, because);
            await RecoverAsync(because);
            await CompareAsync(step % 50 == 49, because);
            if (_random.Next(100) == 0)
            {
                await ReopenAsync(because);
            }
        }

        await ReopenAsync($"seed {seed}, end");
        await CompareAsync(withContent: true, $"seed {seed}, end");
        _files.Failures.ShouldBeGreaterThan(10);
    }

    private void BreakDisk()
    {
        int code = _random.Next(3) switch { 0 => WatchedFiles.Full, 1 => WatchedFiles.WriteError, _ => WatchedFiles.SyncError };
        FileCalls calls = code == WatchedFiles.SyncError ? FileCalls.Sync : FileCalls.Write;
        _files.Fail(code, calls, afterBytes: calls == FileCalls.Write ? _random.Next(20_000) : 0);
    }

    private async Task RecoverAsync(string because)
    {
        _files.Mend();
        _kit.Time.Advance(TimeSpan.FromSeconds(1));
        await StoreKit.ReadAsync(_store, 0, maxCount: 1);
        _store.GetStatistics().Failure.ShouldBeNull(because);
    }

    private Task WorkAsync(bool fails, string because) => _random.Next(8) switch
    {
        0 or 1 or 2 or 3 => AppendAsync(fails, because),
        4 or 5 => CompleteAsync(fails, because),
        6 => EraseAsync(fails, because),
        _ => TakeAsync(fails, because),
    };

    // A few callers at once, who are done together.
    private async Task AppendAsync(bool fails, string because)
    {
        List<Operation[]> lists = [];
        for (int caller = _random.Next(1, 5); caller > 0; caller--)
        {
            int lane = _random.Next(Lanes);
            lists.Add([.. Enumerable.Range(0, _random.Next(1, 5)).Select(_ => NewOperation(lane))]);
        }

        // Where events make room, one that comes again after it was let go is a new one to the model and an old one to the file.
        if (_kit.Bounds.WhenFull is StoreOverflow.Reject && _random.Next(5) == 0)
        {
            lists.Add(lists[0]);
        }

        Task<AppendResult>[] calls = [.. lists.Select(async list => await _store.AppendAsync(list, default))];
        for (int call = 0; call < calls.Length; call++)
        {
            AppendResult result = await calls[call];
            if (!fails || result.Taken > 0 || result.Evicted.Count > 0)
            {
                AppendResult expected = await _model.AppendAsync(lists[call], default);
                (result.Taken, result.Duplicates).ShouldBe((expected.Taken, expected.Duplicates), because);
                result.Evicted.SequenceEqual(expected.Evicted).ShouldBeTrue(because);
            }
        }
    }

    private async Task CompleteAsync(bool fails, string because)
    {
        int lane = _random.Next(Lanes);
        int count = _random.Next(1, 8);
        IReadOnlyList<Operation> page = await StoreKit.ReadAsync(_store, lane, count);
        DeadLetter[] letters = [.. page.Where(_ => _random.Next(3) == 0).Select(operation => Sample.DeadLetter(operation))];
        await CompareAsync(
            fails, because, store => store.CompleteAsync(lane, page, letters, default).AsTask());
    }

    private Task EraseAsync(bool fails, string because)
    {
        int lane = _random.Next(Lanes);
        Erasure[] erasures =
        [
            .. Enumerable.Range(0, _random.Next(1, 4))
                .Select(person => new Erasure(KeyOf(person), _sequence - _random.Next(40))),
        ];
        return CompareAsync(fails, because, store => store.EraseAsync(lane, erasures, default).AsTask());
    }

    private async Task TakeAsync(bool fails, string because)
    {
        IReadOnlyList<DeadLetter> letters = await _model.ListDeadLettersAsync(null, 3, default);
        Ulid id = letters.Count > 0 ? letters[^1].Operation.Id : default;
        await CompareAsync(fails, because, async store => await store.TakeDeadLetterAsync(id, default) is { } letter ? Sample.TextOf(letter) : "");
    }

    private async Task CompareAsync<T>(bool fails, string because, Func<IFallbackStore, Task<T>> call)
    {
        T result;
        try
        {
            result = await call(_store);
        }
        catch (SqliteFailure) when (fails)
        {
            return;
        }

        result.ShouldBe(await call(_model), because);
    }

    private async Task CompareAsync(bool withContent, string because)
    {
        StoreStatistics mine = _store.GetStatistics();
        StoreStatistics models = _model.GetStatistics();
        (mine.Count, mine.Bytes, mine.DeadLetters).ShouldBe((models.Count, models.Bytes, models.DeadLetters), because);
        for (int lane = 0; withContent && lane < Lanes; lane++)
        {
            (await StoreKit.ReadAsync(_store, lane)).Select(Sample.TextOf).ShouldBe(
                (await _model.ReadAsync(lane, StoreKit.AllAtOnce, StoreKit.AllAtOnce, default)).Select(Sample.TextOf), because);
            (_store.GetStatistics().OldestAt > _model.GetStatistics().OldestAt).ShouldBeFalse(because);
        }
    }

    // What opening reads is the totals: they have to be those of the rows.
    private async Task ReopenAsync(string because)
    {
        await _store.DisposeAsync();
        await using (SqliteConnection connection = new($"Data Source={_kit.Path};Pooling=False"))
        {
            connection.Open();
            for (int lane = 0; lane < Lanes; lane++)
            {
                Counted(connection, $"SELECT count || ' ' || bytes FROM lanes WHERE lane = {lane}").ShouldBe(
                    Counted(connection, $"SELECT sum(length(payload) > 0) || ' ' || sum(length(payload)) FROM lane_{lane}") ?? "0 0",
                    because);
            }
        }

        _store = await _kit.OpenAsync();
        _kit.SetAside.ShouldBeEmpty(because);
    }

    private Operation NewOperation(int lane)
    {
        _sequence++;
        return Sample.Operation(_sequence, lane, _random.Next(1, 1_500), Kinds[_random.Next(Kinds.Length)]);
    }

    private static string KeyOf(int person) => Sample.Operation(person).Key;

    private static string? Counted(SqliteConnection connection, FormattableString sql)
    {
        SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Numbers of lanes only.
        command.CommandText = FormattableString.Invariant(sql);
#pragma warning restore CA2100
        return command.ExecuteScalar() as string;
    }
}
