using CustomerIo.Resilience.Fallback;
using static CustomerIo.Resilience.Fallback.OperationKinds;

namespace CustomerIo.Resilience.Tests.Fallback;

/// <summary>The contract in the plainest words: two lists, gone through from the beginning for every question.</summary>
internal sealed class NaiveStore(FallbackOptions options, TimeProvider time) : IFallbackStore
{
    private const int ObjectBytes = 768;
    private const int NamedKeyBytes = 256;

    private readonly List<Operation> _waiting = [];
    private readonly List<DeadLetter> _letters = [];
    private readonly HashSet<long> _reserved = [];
    private int _lanes;
    private long _number;
    private int _expired;

    public bool IsDurable => false;

    public ValueTask<StoreContents> OpenAsync(int lanes, CancellationToken cancellationToken)
    {
        _lanes = lanes;
        return new(new StoreContents
        {
            Lanes =
            [
                .. OnLanes().GroupBy(one => one.LaneOf(lanes)).OrderBy(static lane => lane.Key).Select(static lane => new LaneBacklog(
                    lane.Key, lane.Count(), lane.Min(static one => one.Position), lane.Max(static one => one.Position))),
            ],
            HeldKeys =
            [
                .. Parked().SelectMany(OwnKeys).Distinct().Select(key => new HeldKey(
                    key,
                    Parked().Count(one => one.Owns(key)),
                    Parked().Count(one => one.Owns(key) && one.Key != key),
                    Newest(key, static one => one.Kind.IsBarrier()),
                    Newest(key, static one => one.Kind.IsErasure()))),
            ],
            Parked = Parked().Count(),
            NewestPosition = _waiting.Select(static one => one.Position).DefaultIfEmpty().Max(),
        });
    }

    public ValueTask<AppendResult> AppendAsync(IReadOnlyList<Operation> operations, CancellationToken cancellationToken)
    {
        int taken = 0;
        int duplicates = 0;
        int erasedLetters = 0;
        List<Operation> evicted = [];
        List<Operation> erased = [];
        foreach (Operation operation in operations)
        {
            if (_waiting.Exists(operation.IsSameAs))
            {
                duplicates++;
            }
            else if (FindRoom(operation, evicted))
            {
                _waiting.Add(operation);
                if (operation.Kind.IsErasure())
                {
                    Operation[] gone = [.. Parked().Where(one => IsErasedBy(one, operation))];
                    erased.AddRange(gone);
                    _waiting.RemoveAll(gone.Contains);
                    erasedLetters += _letters.RemoveAll(one => IsAbout(one.Operation, operation.Key));
                }
            }
            else
            {
                break;
            }

            taken++;
        }

        _reserved.IntersectWith(_waiting.Select(static one => one.Position));
        return new(new AppendResult
        {
            Taken = taken, Duplicates = duplicates, Evicted = evicted, Erased = erased, ErasedLetters = erasedLetters,
        });
    }

    public ValueTask<IReadOnlyList<Operation>> ReadAsync(
        int lane, long after, int maxCount, int maxBytes, CancellationToken cancellationToken) =>
        new(Page(OnLanes().Where(one => one.LaneOf(_lanes) == lane), maxCount, maxBytes));

    public ValueTask<ParkedBatch> ReadParkedAsync(string key, int maxCount, int maxBytes, CancellationToken cancellationToken)
    {
        List<Operation> page = Page(Parked().Where(one => one.Owns(key)), maxCount, maxBytes);
        return new(new ParkedBatch
        {
            Operations = page,
            IsBlocked = page.Count > 0 && Parked().Any(one => one.Position < page[0].Position && Blocks(one, page[0])),
        });
    }

    public ValueTask<ChangeResult> ApplyAsync(StoreChanges changes, CancellationToken cancellationToken)
    {
        int removed = 0;
        int kept = 0;
        foreach (DeadLetter letter in changes.DeadLetters)
        {
            int gone = _waiting.RemoveAll(letter.Operation.IsSameAs);
            removed += gone;
            bool isErased = Parked().Any(one => one.Kind.IsErasure() && one.Position > letter.Operation.Position
                && IsAbout(letter.Operation, one.Key));
            if ((letter.Operation.Position > 0 && gone == 0) || isErased)
            {
                continue;
            }

            kept++;
            if (!_letters.Exists(one => one.Operation.Id == letter.Operation.Id))
            {
                _letters.Add(letter.With(letter.Operation.WithoutPlace(letter.Operation.Payload), ++_number));
            }
        }

        removed += changes.Completed.Sum(operation => _waiting.RemoveAll(operation.IsSameAs));
        int parked = 0;
        foreach (Operation operation in changes.Parked)
        {
            int index = _waiting.FindIndex(operation.IsSameAs);
            if (index >= 0)
            {
                _waiting[index] = _waiting[index].With(parked: operation.Parked);
                parked++;
            }
        }

        _reserved.IntersectWith(_waiting.Select(static one => one.Position));
        Expire();
        int dropped = _expired;
        _expired = 0;
        while (_letters.Find(static one => !one.Operation.Kind.IsErasure()) is { } oldest
            && (_letters.Count > options.MaxDeadLetters || _letters.Sum(Footprint) > options.MaxDeadLetterBytes))
        {
            _letters.Remove(oldest);
            dropped++;
        }

        return new(new ChangeResult(removed, kept, dropped) { Parked = parked });
    }

    public ValueTask<IReadOnlyList<DeadLetter>> ListDeadLettersAsync(
        DeadLetterQuery query, int maxCount, CancellationToken cancellationToken)
    {
        Expire();
        return new([.. _letters.Where(query.Matches).Take(maxCount)]);
    }

    public ValueTask<IReadOnlyList<DeadLetterGroup>> GroupDeadLettersAsync(
        DeadLetterQuery query, CancellationToken cancellationToken)
    {
        Expire();
        return new(
        [
            .. _letters.Where(query.Matches).GroupBy(static one => (one.Reason, one.Operation.Kind)).Select(static group =>
                new DeadLetterGroup(
                    group.Key.Reason,
                    group.Key.Kind,
                    group.Count(),
                    group.Min(static one => one.RejectedAt),
                    group.Max(static one => one.RejectedAt))),
        ]);
    }

    public ValueTask<IReadOnlyList<Operation>> ReplayAsync(
        IReadOnlyList<Operation> operations, CancellationToken cancellationToken)
    {
        foreach (Operation operation in operations)
        {
            if (_letters.Find(one => one.Operation.Id == operation.Id) is { } letter)
            {
                _letters.Remove(letter);
                _waiting.Add(letter.Operation.With(position: operation.Position, parked: operation.Parked));
            }
        }

        return new([.. operations.Where(operation => _waiting.Exists(operation.IsSameAs))]);
    }

    public ValueTask<int> RemoveDeadLettersAsync(IReadOnlyList<Ulid> ids, CancellationToken cancellationToken) =>
        new(_letters.RemoveAll(one => ids.Contains(one.Operation.Id)));

    public StoreStatistics GetStatistics()
    {
        Expire();
        DateTimeOffset? oldest = OnLanes().GroupBy(one => one.LaneOf(_lanes))
            .Select(static lane => (DateTimeOffset?)lane.MinBy(static one => one.Position)!.OccurredAt).Min();
        return new StoreStatistics(
            _waiting.Count, _waiting.Sum(static one => (long)one.Payload.Length), oldest, Parked().Count(), _letters.Count);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static List<Operation> Page(IEnumerable<Operation> operations, int maxCount, int maxBytes)
    {
        List<Operation> page = [.. operations.OrderBy(static one => one.Position).Take(maxCount)];
        while (page.Count > 1 && page.Sum(static one => one.Payload.Length) > maxBytes)
        {
            page.RemoveAt(page.Count - 1);
        }

        return page;
    }

    private static IEnumerable<string> OwnKeys(Operation one) => one.SecondKey is null ? [one.Key] : [one.Key, one.SecondKey];

    private static bool IsAbout(Operation one, string key) => one.Owns(key) || one.Names(key);

    private static bool Blocks(Operation older, Operation first) =>
        OwnKeys(first).Any(older.Owns)
        || (older.Kind.IsBarrier() && OwnKeys(older).Any(first.Names))
        || (first.Kind.IsBarrier() && OwnKeys(first).Any(older.Names));

    private static long Footprint(Operation one) =>
        one.Payload.Length + ObjectBytes + (NamedKeyBytes * one.NamedKeys.Count);

    private static long Footprint(DeadLetter letter) =>
        Footprint(letter.Operation) + (2 * ($"{letter.Error?.Message}{letter.Error?.Reason}{letter.Error?.Field}").Length);

    private IEnumerable<Operation> OnLanes() => _waiting.Where(static one => one.Parked is null);

    private IEnumerable<Operation> Parked() => _waiting.Where(static one => one.Parked is not null);

    private long Newest(string key, Func<Operation, bool> isMeant) =>
        Parked().Where(one => one.Owns(key) && isMeant(one)).Select(static one => one.Position).DefaultIfEmpty().Max();

    private bool IsErasedBy(Operation one, Operation erasure)
    {
        if (one.Position >= erasure.Position)
        {
            return false;
        }

        return one.Owns(erasure.Key)
            ? one.Kind.IsErasable()
            : one.Names(erasure.Key) && Parked().Any(other =>
                other.Position < erasure.Position && other.Owns(one.Key) && other.Parked is { HasFailed: true });
    }

    private bool FindRoom(Operation operation, List<Operation> evicted)
    {
        bool canEvict = options.WhenFull is StoreOverflow.DropOldestEvents;
        Operation[] events =
            canEvict ? [.. OnLanes().Where(static one => one.Kind.IsEvent()).OrderBy(static one => one.Position)] : [];
        for (int count = 0; count <= events.Length; count++)
        {
            Operation[] rest =
                [.. _waiting.Except(events[..count]).Where(one => !_reserved.Contains(one.Position))];
            if (rest.Length < options.MaxCount && rest.Sum(Footprint) + Footprint(operation) <= options.MaxBytes)
            {
                evicted.AddRange(events[..count]);
                _waiting.RemoveAll(events[..count].Contains);
                return true;
            }
        }

        return operation.Kind.IsErasure() && _reserved.Count < 1_000 && _reserved.Add(operation.Position);
    }

    private void Expire() => _expired += _letters.RemoveAll(one =>
        !one.Operation.Kind.IsErasure() && one.RejectedAt < time.GetUtcNow() - options.DeadLetterRetention);
}
