using System.Globalization;
using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Tests.Support;
using Microsoft.Data.Sqlite;

namespace CustomerIo.Resilience.Sqlite.Tests.Tables;

/// <summary>
/// Random work on a file whose disk fails now and then, held against the contract in lists: what a call says has happened, and
/// when it fails, nothing has.
/// </summary>
public sealed class ModelTests : IDisposable
{
    private const int Steps = 800;
    private const int People = 3;

    private static readonly OperationKind[] Kinds =
    [
        OperationKind.Identify, OperationKind.Event, OperationKind.Event, OperationKind.AddDevice, OperationKind.Merge,
        OperationKind.Delete, OperationKind.Suppress, OperationKind.Unsuppress, OperationKind.IdentifyObject,
        OperationKind.IdentifyObject, OperationKind.DeleteObject,
    ];

    private readonly TempFolder _folder = new(inMemory: true);
    private readonly StoreKit _kit;
    private readonly WatchedFiles _files;
    private Random _random = new(0);
    private SqliteFallbackStore _store = null!;
    private PlainStore _model = null!;
    private int _position;

    public ModelTests()
    {
        _kit = new StoreKit(_folder.NewFile());
        _kit.Options.Vfs = WatchedVfs.Name;
        _files = new WatchedFiles(_kit.Path);
        _kit.Bounds.MaxCount = 60;
        _kit.Bounds.MaxBytes = 20_000;
        _kit.Bounds.MaxDeadLetters = 12;
        _kit.Bounds.MaxDeadLetterBytes = 8_000;
        _kit.Bounds.DeadLetterRetention = TimeSpan.FromSeconds(100);
    }

    public static TheoryData<int, StoreOverflow> Runs()
    {
        TheoryData<int, StoreOverflow> runs = [];
        for (int run = 0; run < 6; run++)
        {
            runs.Add(Seed.Value + run, run % 2 == 0 ? StoreOverflow.DropOldestEvents : StoreOverflow.Reject);
        }

        return runs;
    }

    public void Dispose()
    {
        _store?.Dispose();
        _files.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task A_file_does_what_the_contract_says(int seed, StoreOverflow whenFull)
    {
        _random = new Random(seed);
        _kit.Bounds.WhenFull = whenFull;
        _model = new PlainStore(_kit.Bounds, _kit.Time);
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
            await CompareAsync(step % 20 == 19, because);
            if (_random.Next(100) == 0)
            {
                await ReopenAsync(because);
            }
        }

        await ReopenAsync($"seed {seed}, end");
        await CompareAsync(withContent: true, $"seed {seed}, end");
        _files.Failures.ShouldBeGreaterThan(10);
        _kit.Log.Ids.ShouldNotContain(1200);
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

    private Task WorkAsync(bool fails, string because) => _random.Next(10) switch
    {
        < 5 => AppendAsync(fails, because),
        < 8 => ApplyAsync(fails, because),
        8 => ReplayAsync(fails, because),
        _ => RemoveOrListAsync(fails, because),
    };

    // A few callers at once, who are done together.
    private async Task AppendAsync(bool fails, string because)
    {
        List<Operation[]> lists = [];
        for (int caller = _random.Next(1, 5); caller > 0; caller--)
        {
            lists.Add([.. Enumerable.Range(0, _random.Next(1, 5)).Select(_ => NewOperation())]);
        }

        // Some come in another order than their positions say, and some come again.
        _random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(lists));
        if (_random.Next(5) == 0)
        {
            lists.Add([.. _model.Waiting.Where(_ => _random.Next(10) == 0)]);
        }

        Task<AppendResult>[] calls = [.. lists.Select(async list => await _store.AppendAsync(list, default))];
        for (int call = 0; call < calls.Length; call++)
        {
            AppendResult result = await calls[call];

            // A disk that is full takes the deletes at the beginning, or nothing.
            AppendResult expected = _model.Append(fails ? lists[call][..result.Taken] : lists[call]);
            TextOf(result).ShouldBe(TextOf(expected), because);
        }
    }

    private async Task ApplyAsync(bool fails, string because)
    {
        List<Operation> page = [];
        if (_random.Next(3) == 0)
        {
            await CompareParkedAsync(because);
            page.AddRange(_model.Waiting.Where(one => one.Parked is not null && _random.Next(4) == 0));
        }
        else
        {
            page.AddRange(await StoreKit.ReadAsync(_store, _random.Next(Sample.Lanes), _random.Next(1, 8)));
        }

        if (_random.Next(4) == 0)
        {
            page.Add(NewOperation());
        }

        Dictionary<int, List<Operation>> parts = Enumerable.Range(0, 5).ToDictionary(static part => part, static _ => new List<Operation>());
        page.ForEach(operation => parts[_random.Next(5)].Add(operation));
        StoreChanges changes = new()
        {
            Completed = [.. parts[0], .. parts[1], .. parts[2]],
            DeadLetters = [.. parts[3].Select(Bury)],
            Parked = [.. parts[4].Select(one => one.With(parked: new ParkedState(_random.Next(2) == 0, _random.Next(9), _kit.Time.GetUtcNow())))],
        };
        await CompareAsync(
            fails, because, async () => await _store.ApplyAsync(changes, default), () => _model.Apply(changes));
    }

    private Task ReplayAsync(bool fails, string because)
    {
        Operation[] letters = [.. _model.Letters.Where(_ => _random.Next(4) == 0).Select(static letter => letter.Operation), NewOperation()];
        Operation[] moved = [.. letters.Select(one => one.With(
            payload: ReadOnlyMemory<byte>.Empty,
            position: ++_position,
            parked: one.Kind.IsErasure() || _random.Next(3) == 0 ? new ParkedState(HasFailed: false) : null))];
        return CompareAsync(
            fails,
            because,
            async () => TextOf(await _store.ReplayAsync(moved, default)),
            () => TextOf(_model.Replay(moved)));
    }

    private async Task RemoveOrListAsync(bool fails, string because)
    {
        Ulid[] ids = [.. _model.Letters.Where(_ => _random.Next(6) == 0).Select(static letter => letter.Operation.Id), default];
        await CompareAsync(
            fails, because, async () => await _store.RemoveDeadLettersAsync(ids, default), () => _model.RemoveLetters(ids));
        DeadLetterQuery query = new()
        {
            Key = _random.Next(2) == 0 ? AnyKey() : null,
            Kind = _random.Next(3) == 0 ? OperationKind.Event : null,
            RejectedFrom = _random.Next(3) == 0 ? _kit.Time.GetUtcNow().AddSeconds(-40) : null,
            RejectedBefore = _random.Next(3) == 0 ? _kit.Time.GetUtcNow().AddSeconds(-20) : null,
            Reason = _random.Next(3) == 0 ? RejectionReason.RefusedByServer : null,
            After = _random.Next(3) == 0 ? _model.Letters.Count / 2 : 0,
        };
        await CompareAsync(
            fails,
            because,
            async () => TextOf(await StoreKit.ListAsync(_store, query)),
            () => TextOf(_model.List(query)));
        await CompareAsync(
            fails,
            because,
            async () => string.Join('\n', (await _store.GroupDeadLettersAsync(query, default)).Select(static one => one.ToString()).Order()),
            () => string.Join('\n', GroupsOf(_model.List(query)).Order()));
    }

    private static async Task CompareAsync<T>(bool fails, string because, Func<Task<T>> call, Func<T> expected)
    {
        T result;
        try
        {
            result = await call();
        }
        catch (IOException) when (fails)
        {
            return;
        }

        result.ShouldBe(expected(), because);
    }

    private async Task CompareAsync(bool withContent, string because)
    {
        _store.GetStatistics().ShouldBe(_model.Statistics, because);
        if (!withContent)
        {
            return;
        }

        for (int lane = 0; lane < Sample.Lanes; lane++)
        {
            TextOf(await StoreKit.ReadAsync(_store, lane)).ShouldBe(TextOf(_model.Lane(lane)), because);
        }

        await CompareParkedAsync(because);
        TextOf(await StoreKit.ListAsync(_store)).ShouldBe(TextOf(_model.List(new DeadLetterQuery())), because);
    }

    private async Task CompareParkedAsync(string because)
    {
        foreach (string key in Enumerable.Range(0, Sample.Lanes * People).Select(static number => Sample.Key(number % Sample.Lanes, number / Sample.Lanes)))
        {
            ParkedBatch batch = await _store.ReadParkedAsync(key, StoreKit.AllAtOnce, StoreKit.AllAtOnce, default);
            (IEnumerable<Operation> operations, bool isBlocked) = _model.ReadParked(key);
            TextOf(batch.Operations).ShouldBe(TextOf(operations), because);
            batch.IsBlocked.ShouldBe(isBlocked, because);
        }
    }

    // What opening reads is the totals: they have to be those of the rows.
    private async Task ReopenAsync(string because)
    {
        await _store.DisposeAsync();
        await using (SqliteConnection connection = new($"Data Source={_kit.Path};Pooling=False"))
        {
            connection.Open();
            foreach (string table in (string[])["lane_0", "lane_1", "lane_2", "lane_3", "parked", "dead_letters"])
            {
                Counted(connection, $"SELECT count || ' ' || bytes FROM totals WHERE name = '{table}'").ShouldBe(
                    Counted(connection, $"SELECT count(*) || ' ' || ifnull(sum(length(payload)), 0) FROM {table}"), because);
            }

            Counted(connection, $"PRAGMA integrity_check").ShouldBe("ok", because);
        }

        _store = await _kit.OpenAsync();
        _model.Reopen();
        _kit.SetAside.ShouldBeEmpty(because);
        TextOfHeld(_kit.Contents.HeldKeys).ShouldBe(TextOfHeld(HeldOf(_model.Waiting)), because);
        _kit.Contents.NewestPosition.ShouldBe(_model.Waiting.Select(static one => one.Position).Append(0).Max(), because);
    }

    private Operation NewOperation()
    {
        _position++;
        OperationKind kind = Kinds[_random.Next(Kinds.Length)];
        return Sample.Of(
            AnyKey(),
            _position,
            _random.Next(20) == 0 ? _random.Next(4_000, 6_000) : _random.Next(1, 1_000),
            kind,
            _random.Next(4) == 0 || kind.IsErasure() ? new ParkedState(_random.Next(2) == 0) : null,
            kind is OperationKind.Merge ? Sample.Key(_random.Next(Sample.Lanes), People) : null,
            kind is OperationKind.IdentifyObject ? [.. Enumerable.Range(0, _random.Next(3)).Select(_ => AnyKey()).Distinct(StringComparer.Ordinal)] : []);
    }

    private string AnyKey() => Sample.Key(_random.Next(Sample.Lanes), _random.Next(People));

    private DeadLetter Bury(Operation operation)
    {
        bool isFromMemory = _random.Next(5) == 0;
        return Sample.DeadLetter(isFromMemory ? operation.With(position: 0) : operation, at: _kit.Time.GetUtcNow());
    }

    private static IEnumerable<HeldKey> HeldOf(IEnumerable<Operation> waiting) => waiting
        .Where(static one => one.Parked is not null)
        .SelectMany(static one => one.SecondKey is { } second ? [(one.Key, one), (second, one)] : new[] { (one.Key, one) })
        .GroupBy(static pair => pair.Item1, static pair => pair.one, StringComparer.Ordinal)
        .Select(static held => new HeldKey(
            held.Key,
            held.Count(),
            held.Count(one => one.Key != held.Key),
            held.Where(static one => one.Kind.IsBarrier()).Select(static one => one.Position).Append(0).Max(),
            held.Where(static one => one.Kind.IsErasure()).Select(static one => one.Position).Append(0).Max()));

    private static IEnumerable<string> GroupsOf(IEnumerable<DeadLetter> letters) => letters
        .GroupBy(static letter => (letter.Reason, letter.Operation.Kind))
        .Select(static group => new DeadLetterGroup(
            group.Key.Reason,
            group.Key.Kind,
            group.Count(),
            group.Min(static letter => letter.RejectedAt),
            group.Max(static letter => letter.RejectedAt)).ToString());

    private static string TextOf(AppendResult result) =>
        $"{result.Taken} {result.Duplicates} {result.ErasedLetters}\n{TextOf(result.Evicted)}\n" +
        TextOf(result.Erased.OrderBy(static one => one.Position));

    private static string TextOf(IEnumerable<Operation> operations) => string.Join('\n', operations.Select(Sample.TextOf));

    private static string TextOf(IEnumerable<DeadLetter> letters) => string.Join('\n', letters.Select(Sample.TextOf));

    private static string TextOfHeld(IEnumerable<HeldKey> keys) => string.Join('\n', keys.Select(static key => key.ToString()).Order());

    private static string? Counted(SqliteConnection connection, FormattableString sql)
    {
        SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Names of tables only.
        command.CommandText = FormattableString.Invariant(sql);
#pragma warning restore CA2100
        return command.ExecuteScalar() as string;
    }
}
