using System.Globalization;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Testing.Stores;

/// <summary>A store under test, what is put into it, and the comparisons.</summary>
internal sealed class StoreBench(ManualClock clock, Func<ValueTask<IFallbackStore>> make) : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static readonly CustomerIoError Error = new("no such field", "invalid", "plan");

    private IFallbackStore? _store;

    public IFallbackStore Store => _store!;

    public StoreStatistics Statistics => Store.GetStatistics();

    public static Operation Make(
        int sequence,
        int lane = 0,
        string key = "id:ada",
        OperationKind kind = OperationKind.Event,
        int bytes = 10,
        int? peerLane = null) => new()
        {
            Id = Ulid.Parse(string.Create(CultureInfo.InvariantCulture, $"{sequence + 100:D26}"), provider: null),
            Sequence = sequence,
            Lane = lane,
            Kind = kind,
            Key = key,
            OccurredAt = Start.AddSeconds(sequence),
            PeerLane = peerLane,
            Payload = Enumerable.Repeat((byte)sequence, bytes).ToArray(),
        };

    public static DeadLetter Letter(Operation operation) => new()
    {
        Operation = operation,
        Reason = RejectionReason.RefusedByServer,
        Error = Error,
        Attempts = 3,
        RejectedAt = Start,
    };

    public static void Expect<T>(string what, T expected, T actual)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            throw new CustomerIoAssertionException($"{what}: expected {Text(expected)}, but it is {Text(actual)}.");
        }
    }

    public static void ExpectList<T>(string what, IEnumerable<T> expected, IEnumerable<T> actual)
    {
        T[] wanted = [.. expected];
        T[] found = [.. actual];
        if (!wanted.SequenceEqual(found))
        {
            throw new CustomerIoAssertionException($"{what}: expected {TextOf(wanted)}, but it is {TextOf(found)}.");
        }
    }

    public static void ExpectSame(string what, Operation expected, Operation actual)
    {
        Expect($"{what}, id", expected.Id, actual.Id);
        Expect($"{what}, sequence", expected.Sequence, actual.Sequence);
        Expect($"{what}, lane", expected.Lane, actual.Lane);
        Expect($"{what}, kind", expected.Kind, actual.Kind);
        Expect($"{what}, key", expected.Key, actual.Key);
        Expect($"{what}, time of the call", expected.OccurredAt, actual.OccurredAt);
        Expect($"{what}, peer lane", expected.PeerLane, actual.PeerLane);
        ExpectList($"{what}, payload", expected.Payload.ToArray(), actual.Payload.ToArray());
    }

    public static void ExpectSame(string what, DeadLetter expected, DeadLetter actual)
    {
        ExpectSame($"{what}, operation", expected.Operation, actual.Operation);
        Expect($"{what}, reason", expected.Reason, actual.Reason);
        Expect($"{what}, attempts", expected.Attempts, actual.Attempts);
        Expect($"{what}, time of the rejection", expected.RejectedAt, actual.RejectedAt);
        Expect($"{what}, error", expected.Error, actual.Error);
    }

    /// <summary>Opens the store; again, it closes it first, as a process that ends and starts.</summary>
    public async Task<IReadOnlyList<LaneBacklog>> OpenAsync()
    {
        await DisposeAsync().ConfigureAwait(false);
        _store = await make().ConfigureAwait(false);
        return await _store.OpenAsync(CancellationToken.None).ConfigureAwait(false);
    }

    public void Advance(TimeSpan by) => clock.Advance(by);

    public async Task<AppendResult> AppendAsync(params Operation[] operations) =>
        await Store.AppendAsync(operations, CancellationToken.None).ConfigureAwait(false);

    public async Task<IReadOnlyList<Operation>> ReadAsync(int lane = 0, int maxCount = 100, int maxBytes = 10_000) =>
        await Store.ReadAsync(lane, maxCount, maxBytes, CancellationToken.None).ConfigureAwait(false);

    public Task<CompleteResult> CompleteAsync(params Operation[] operations) => CompleteAsync(operations, []);

    public async Task<CompleteResult> CompleteAsync(Operation[] operations, DeadLetter[] letters, int lane = 0) =>
        await Store.CompleteAsync(lane, operations, letters, CancellationToken.None).ConfigureAwait(false);

    public async Task<int> EraseAsync(params Erasure[] erasures) =>
        await Store.EraseAsync(0, erasures, CancellationToken.None).ConfigureAwait(false);

    public async Task<IReadOnlyList<DeadLetter>> ListAsync(Ulid? after = null, int maxCount = 100) =>
        await Store.ListDeadLettersAsync(after, maxCount, CancellationToken.None).ConfigureAwait(false);

    public async Task<DeadLetter?> TakeAsync(Ulid id) =>
        await Store.TakeDeadLetterAsync(id, CancellationToken.None).ConfigureAwait(false);

    public async Task ExpectLaneAsync(string what, int lane, params long[] sequences) => ExpectList(
        $"{what}, sequences of lane {lane}",
        sequences,
        (await ReadAsync(lane).ConfigureAwait(false)).Select(static operation => operation.Sequence));

    public async Task ExpectLettersAsync(string what, params long[] sequences) => ExpectList(
        $"{what}, sequences of the dead letters",
        sequences,
        (await ListAsync().ConfigureAwait(false)).Select(static letter => letter.Operation.Sequence));

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _store, null) is { } store)
        {
            await store.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static string Text<T>(T value)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{value}");
        return text.Length > 0 ? text : "nothing";
    }

    private static string TextOf<T>(T[] values) =>
        values.Length == 0 ? "nothing" : string.Join(", ", values.Select(static value => Text(value)));
}
