using System.Globalization;
using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Testing.Stores;
using CustomerIo.Resilience.Tests.Support;
using OperationKind = CustomerIo.Resilience.Fallback.OperationKind;
using static CustomerIo.Resilience.Fallback.OperationKinds;

namespace CustomerIo.Resilience.Tests.Fallback;

/// <summary>
/// Random calls to the store in memory, held against one that goes through lists. CUSTOMERIO_SEED says where to begin, to look
/// further or to repeat.
/// </summary>
public sealed class InMemoryFallbackStoreModelTests : IAsyncDisposable
{
    private const int Runs = 60;
    private const int Steps = 150;
    private const int Positions = Steps * 8;

    private static readonly OperationKind[] s_kinds =
        [.. Enum.GetValues<OperationKind>().Where(static kind => (int)kind != 9)];

    private static readonly string[] s_keys = [.. Enumerable.Range(0, 6).Select(static one => Samples.Key($"{one}", one % 3))];

    private static readonly int s_seed = int.TryParse(
        Environment.GetEnvironmentVariable("CUSTOMERIO_SEED"), CultureInfo.InvariantCulture, out int given) ? given : 20_261_127;

    private readonly FakeTime _time = new();
    private readonly List<Operation> _known = [];
    private Random _random = new(0);
    private InMemoryFallbackStore _store = null!;
    private NaiveStore _model = null!;
    private int _lanes;
    private int _number;

    public static TheoryData<int, StoreOverflow> Seeds()
    {
        TheoryData<int, StoreOverflow> seeds = [];
        for (int run = 0; run < Runs; run++)
        {
            seeds.Add(s_seed + run, run % 2 == 0 ? StoreOverflow.Reject : StoreOverflow.DropOldestEvents);
        }

        return seeds;
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _model.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task The_store_in_memory_does_what_one_that_goes_through_lists_does(int seed, StoreOverflow whenFull)
    {
        _random = new Random(seed);
        FallbackOptions options = new()
        {
            MaxCount = _random.Next(5, 60),
            MaxBytes = _random.Next(3_000, 60_000),
            MaxDeadLetters = _random.Next(3, 20),
            MaxDeadLetterBytes = _random.Next(1_000, 20_000),
            DeadLetterRetention = TimeSpan.FromMinutes(40),
            WhenFull = whenFull,
        };
        _store = new InMemoryFallbackStore(options, _time);
        _model = new NaiveStore(options, _time);
        await OpenAsync("at first");

        for (int step = 0; step < Steps; step++)
        {
            string because = string.Create(CultureInfo.InvariantCulture, $"seed {seed}, step {step}");
            await StepAsync(because);
            _store.GetStatistics().ShouldBe(_model.GetStatistics(), because);
            await CompareAsync(because);
        }
    }

    private async Task StepAsync(string because)
    {
        switch (_random.Next(20))
        {
            case < 9:
                Operation[] appended = [.. Some(5).Select(_ => _known.Count > 0 && _random.Next(8) == 0 ? Any() : Next())];
                _known.AddRange(appended);
                await SameAsync(because, store => store.AppendAsync(appended, default), Text);
                break;
            case < 15:
                StoreChanges changes = Changes();
                await SameAsync(because, store => store.ApplyAsync(changes, default), static result => $"{result}");
                break;
            case < 17:
                Operation[] replayed = [.. Some(4).Select(_ => Any()).Select(one => Moved(one.WithoutPlace(ReadOnlyMemory<byte>.Empty)))];
                _known.AddRange(replayed);
                await SameAsync(because, store => store.ReplayAsync(replayed, default), static result => Text(result, hasPayload: false));
                break;
            case 17:
                Ulid[] ids = [.. Some(3).Select(_ => Any().Id).Distinct()];
                await SameAsync(because, store => store.RemoveDeadLettersAsync(ids, default), static result => $"{result}");
                break;
            case 18:
                await OpenAsync(because);
                break;
            default:
                _time.Advance(TimeSpan.FromMinutes(_random.Next(20)));
                break;
        }
    }

    private async Task OpenAsync(string because)
    {
        _lanes = _random.Next(1, 5);
        await SameAsync(because, store => store.OpenAsync(_lanes, default), static contents => string.Create(
            CultureInfo.InvariantCulture,
            $"{contents.Parked} {contents.NewestPosition} {Join(contents.Lanes)} {Join(contents.HeldKeys.OrderBy(static one => one.Key, StringComparer.Ordinal))}"));
    }

    private async Task CompareAsync(string because)
    {
        int count = _random.Next(1, 100);
        int bytes = _random.Next(1, 3_000);
        for (int lane = 0; lane < _lanes; lane++)
        {
            await SameAsync(because, store => store.ReadAsync(lane, 0, count, bytes, default), static page => Text(page));
        }

        foreach (string key in s_keys)
        {
            await SameAsync(because, store => store.ReadParkedAsync(key, count, bytes, default), static batch =>
                $"{batch.IsBlocked} {Text(batch.Operations)}");
        }

        DeadLetterQuery all = new();
        await SameAsync(because, store => store.ListDeadLettersAsync(all, 1_000, default), static page => Join(page.Select(Text)));
        DeadLetterQuery query = Query();
        await SameAsync(because, store => store.ListDeadLettersAsync(query, count, default), static page => Join(page.Select(Text)));
        await SameAsync(because, store => store.GroupDeadLettersAsync(query, default), static groups =>
            Join(groups.OrderBy(static one => one.Reason).ThenBy(static one => one.Kind)));
    }

    private async Task SameAsync<T>(string because, Func<IFallbackStore, ValueTask<T>> call, Func<T, string> text) =>
        text(await call(_store)).ShouldBe(text(await call(_model)), because);

    private StoreChanges Changes() => new()
    {
        DeadLetters =
        [
            .. Some(2).Where(_ => _known.Count > 0).Select(_ => Letter(_random.Next(4) > 0 ? Any() : Next().With(position: 0)))
                .DistinctBy(static one => one.Operation.Id),
        ],
        Completed = [.. Some(3).Where(_ => _known.Count > 0).Select(_ => Any())],
        Parked = [.. Some(2).Where(_ => _known.Count > 0).Select(_ => Any().With(parked: State()))],
    };

    private DeadLetter Letter(Operation operation) => new()
    {
        Operation = operation.Payload.IsEmpty ? operation.With(new byte[] { 1 }) : operation,
        Reason = _random.Next(2) == 0 ? RejectionReason.RefusedByServer : RejectionReason.AttemptsExhausted,
        RejectedAt = _time.GetUtcNow().AddMinutes(_random.Next(-5, 5)),
        Error = _random.Next(2) == 0 ? null : Samples.Error,
    };

    private DeadLetterQuery Query() => new()
    {
        Id = _random.Next(8) == 0 ? Any().Id : null,
        Reason = _random.Next(4) == 0 ? RejectionReason.RefusedByServer : null,
        Kind = _random.Next(4) == 0 ? OperationKind.Event : null,
        Key = _random.Next(2) == 0 ? AnyKey() : null,
        RejectedFrom = _random.Next(4) == 0 ? _time.GetUtcNow().AddMinutes(-10) : null,
        RejectedBefore = _random.Next(4) == 0 ? _time.GetUtcNow().AddMinutes(-5) : null,
        After = _random.Next(2) == 0 ? _random.Next(20) : 0,
    };

    /// <summary>A new one; its position is mostly the highest.</summary>
    private Operation Next()
    {
        int number = ++_number;
        OperationKind kind = s_kinds[_random.Next(s_kinds.Length)];
        bool isParked = kind.IsErasure() || _random.Next(2) == 0;
        string key = AnyKey();
        string[] named = [.. s_keys.Where(_ => kind is OperationKind.IdentifyObject && _random.Next(4) == 0)];
        string? second = kind is OperationKind.Merge ? s_keys.First(one => !string.Equals(one, key, StringComparison.Ordinal)) : null;
        Operation made = Samples.Make(number, key, kind, _random.Next(1, 800), second, named, isParked ? State() : null);
        return made.With(position: _random.Next(6) == 0 ? number : number + Positions);
    }

    private Operation Moved(Operation operation) =>
        operation.With(position: ++_number + Positions, parked: operation.Kind.IsErasure() || _random.Next(2) == 0 ? State() : null);

    private ParkedState State() => new(_random.Next(2) == 0, _random.Next(3));

    private Operation Any() => _known.Count == 0 ? Next() : _known[^_random.Next(1, Math.Min(_known.Count, 40) + 1)];

    private string AnyKey() => s_keys[_random.Next(s_keys.Length)];

    private IEnumerable<int> Some(int most) => Enumerable.Range(0, _random.Next(most + 1));

    private static string Text(AppendResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"{result.Taken} {result.Duplicates} {result.ErasedLetters} {Text(result.Evicted)} {Text([.. result.Erased.OrderBy(static one => one.Position)])}");

    private static string Text(DeadLetter letter) => string.Create(
        CultureInfo.InvariantCulture, $"{letter.Number} {letter.Reason} {letter.RejectedAt:O} {Text([letter.Operation])}");

    private static string Text(IReadOnlyList<Operation> operations, bool hasPayload = true) =>
        Join(operations.Select(one => string.Create(
            CultureInfo.InvariantCulture,
            $"{one.Position} {one.Id} {one.Kind} {one.Parked} {one.NamedKeys.Count} {(hasPayload ? one.Payload.Length : 0)}")));

    private static string Join<T>(IEnumerable<T> values) => $"[{string.Join(", ", values)}]";
}
