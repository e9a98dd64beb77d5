using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Tests.Support;

namespace CustomerIo.Resilience.Sqlite.Tests.Tables;

/// <summary>What the contract says, in lists and without a thought for speed.</summary>
internal sealed class PlainStore(FallbackOptions bounds, TimeProvider time)
{
    private const int Reserve = 1_000;

    private readonly HashSet<long> _reserved = [];
    private readonly List<DeadLetter> _letters = [];
    private List<Operation> _waiting = [];
    private long _number;
    private int _expired;

    public IReadOnlyList<Operation> Waiting => _waiting;

    public IReadOnlyList<DeadLetter> Letters => _letters;

    public StoreStatistics Statistics => new(
        _waiting.Count,
        _waiting.Sum(static one => (long)one.Payload.Length),
        OnLanes.Any()
            ? Enumerable.Range(0, Sample.Lanes).Select(Lane).Where(static lane => lane.Any()).Min(static lane => lane.First().OccurredAt)
            : null,
        _waiting.Count(static one => one.Parked is not null),
        _letters.Count);

    private IEnumerable<Operation> OnLanes => _waiting.Where(static one => one.Parked is null);

    private IEnumerable<Operation> Parked => _waiting.Where(static one => one.Parked is not null);

    public AppendResult Append(IReadOnlyList<Operation> operations)
    {
        (int taken, int duplicates, int letters) = (0, 0, 0);
        List<Operation> evicted = [];
        List<Operation> erased = [];
        foreach (Operation operation in operations)
        {
            if (Find(operation) is not null)
            {
                duplicates++;
            }
            else if (TryEnter(operation, evicted))
            {
                letters += operation.Kind.IsErasure() ? Erase(operation, erased) : 0;
            }
            else
            {
                break;
            }

            taken++;
        }

        return new AppendResult { Taken = taken, Duplicates = duplicates, Evicted = evicted, Erased = erased, ErasedLetters = letters };
    }

    public IEnumerable<Operation> Lane(int lane) => OnLanes.Where(one => one.LaneOf(Sample.Lanes) == lane);

    public (IEnumerable<Operation> Operations, bool IsBlocked) ReadParked(string key)
    {
        Operation[] own = [.. Parked.Where(one => one.Owns(key))];
        return (own, own.Length > 0 && Parked.Any(older => older.Position < own[0].Position && IsBefore(older, own[0])));
    }

    public ChangeResult Apply(StoreChanges changes)
    {
        (int removed, int kept) = (0, 0);
        foreach (DeadLetter letter in changes.DeadLetters)
        {
            bool wasThere = Remove(letter.Operation);
            removed += wasThere ? 1 : 0;
            kept += (wasThere || letter.Operation.Position == 0) && TryBury(letter) ? 1 : 0;
        }

        removed += changes.Completed.Count(Remove);
        Operation[] parked = [.. changes.Parked.Where(one => Find(one) is not null)];
        foreach (Operation operation in parked)
        {
            _waiting = [.. _waiting.Select(one => one.Position == operation.Position ? one.With(parked: operation.Parked) : one)];
        }

        return new ChangeResult(removed, kept, Prune()) { Parked = parked.Length };
    }

    public IEnumerable<DeadLetter> List(DeadLetterQuery query)
    {
        Expire();
        return _letters.Where(query.Matches);
    }

    public IEnumerable<Operation> Replay(IReadOnlyList<Operation> operations)
    {
        List<Operation> replayed = [];
        foreach (Operation operation in operations)
        {
            if (_letters.Find(letter => letter.Operation.Id == operation.Id) is { } letter)
            {
                _letters.Remove(letter);
                Add(letter.Operation.With(position: operation.Position, parked: operation.Parked));
                replayed.Add(operation);
            }
        }

        return replayed;
    }

    /// <summary>A file does not say which of its deletes came when there was no room: the newest, as far as it is too full.</summary>
    public void Reopen()
    {
        _reserved.Clear();
        foreach (Operation erasure in Parked.Where(static one => one.Kind.IsErasure()).Reverse().Take(Reserve))
        {
            Operation[] rest = [.. _waiting.Where(one => !_reserved.Contains(one.Position))];
            if (rest.Length <= bounds.MaxCount && rest.Sum(static one => (long)one.Payload.Length) <= bounds.MaxBytes)
            {
                break;
            }

            _reserved.Add(erasure.Position);
        }
    }

    public int RemoveLetters(IReadOnlyList<Ulid> ids) => ids.Count(id => _letters.RemoveAll(letter => letter.Operation.Id == id) > 0);

    private static bool IsBefore(Operation older, Operation later) =>
        Own(older).Any(later.Owns)
        || (older.Kind.IsBarrier() && Own(older).Any(later.Names))
        || (later.Kind.IsBarrier() && Own(later).Any(older.Names));

    private static string[] Own(Operation operation) =>
        operation.SecondKey is { } second ? [operation.Key, second] : [operation.Key];

    private Operation? Find(Operation operation) =>
        _waiting.Find(one => one.Position == operation.Position && one.Id == operation.Id);

    private bool TryEnter(Operation operation, List<Operation> evicted)
    {
        Operation[] events = bounds.WhenFull is StoreOverflow.DropOldestEvents
            ? [.. OnLanes.Where(static one => one.Kind.IsEvent())]
            : [];
        int needed = 0;
        while (needed < events.Length && !Fits(operation, events[..needed]))
        {
            needed++;
        }

        if (Fits(operation, events[..needed]))
        {
            Array.ForEach(events[..needed], one => Remove(one));
            evicted.AddRange(events[..needed]);
        }
        else if (operation.Kind.IsErasure() && _reserved.Count < Reserve)
        {
            _reserved.Add(operation.Position);
        }
        else
        {
            return false;
        }

        Add(operation);
        return true;
    }

    private bool Fits(Operation operation, Operation[] without)
    {
        Operation[] rest = [.. _waiting.Except(without).Where(one => !_reserved.Contains(one.Position))];
        return rest.Length < bounds.MaxCount
            && rest.Sum(static one => (long)one.Payload.Length) + operation.Payload.Length <= bounds.MaxBytes;
    }

    private int Erase(Operation erasure, List<Operation> erased)
    {
        string key = erasure.Key;
        Operation[] older = [.. Parked.Where(one => one.Position < erasure.Position)];
        Operation[] gone =
        [
            .. older.Where(one => one.Owns(key)
                ? one.Kind.IsErasable()
                : one.Names(key) && older.Any(other => other.Owns(one.Key) && other.Parked!.Value.HasFailed)),
        ];
        Array.ForEach(gone, one => Remove(one));
        erased.AddRange(gone);
        return _letters.RemoveAll(letter => letter.Operation.Owns(key) || letter.Operation.Names(key));
    }

    private bool TryBury(DeadLetter letter)
    {
        Operation operation = letter.Operation;
        if (Parked.Any(one => one.Kind.IsErasure() && one.Position > operation.Position
            && (operation.Owns(one.Key) || operation.Names(one.Key))))
        {
            return false;
        }

        if (_letters.TrueForAll(one => one.Operation.Id != operation.Id))
        {
            _letters.Add(letter.With(operation, ++_number));
        }

        return true;
    }

    private int Prune()
    {
        Expire();
        int dropped = _expired;
        _expired = 0;
        while ((_letters.Count > bounds.MaxDeadLetters
                || _letters.Sum(static letter => (long)letter.Operation.Payload.Length) > bounds.MaxDeadLetterBytes)
            && _letters.Find(static letter => !letter.Operation.Kind.IsErasure()) is { } oldest)
        {
            _letters.Remove(oldest);
            dropped++;
        }

        return dropped;
    }

    private void Expire()
    {
        DateTimeOffset expiry = time.GetUtcNow() - bounds.DeadLetterRetention;
        _expired += _letters.RemoveAll(letter => letter.RejectedAt < expiry && !letter.Operation.Kind.IsErasure());
    }

    private void Add(Operation operation) => _waiting = [.. _waiting.Append(operation).OrderBy(static one => one.Position)];

    private bool Remove(Operation operation)
    {
        _reserved.Remove(operation.Position);
        return _waiting.RemoveAll(one => one.Position == operation.Position && one.Id == operation.Id) > 0;
    }
}
