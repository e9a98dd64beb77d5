using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Native;

namespace CustomerIo.Resilience.Sqlite.Tables;

/// <summary>What the store does, on an open file, inside a transaction; on the store's thread only.</summary>
internal sealed class StoreTables
{
    private readonly WaitingTables _waiting;
    private readonly DeadLetters _letters;
    private readonly StoreRoom _room;
    private readonly Statement _touch;

    public StoreTables(Database database, StoreBounds bounds, int lanes)
    {
        Totals = new StoreTotals(database, lanes);
        _waiting = new WaitingTables(database, Totals);
        _letters = new DeadLetters(database, Totals, bounds);
        _room = new StoreRoom(bounds, Totals, _waiting);
        Traces = new ErasureTraces(database, Totals, _waiting);
        _touch = new Statement(database, "UPDATE openings SET opened_at = ?1");
        ParkedErasures.PutExcessInReserve(database, bounds, Totals, _waiting.Reserve);
    }

    public StoreTotals Totals { get; }

    /// <summary>What erased people have left behind in the file.</summary>
    public ErasureTraces Traces { get; }

    /// <summary>What the file had when it was opened.</summary>
    public StoreContents Contents => _waiting.Contents;

    public StoreStatistics Statistics => new(
        Totals.Waiting.Count, Totals.Waiting.Bytes, _waiting.OldestAt, Totals.Parked.Count, Totals.Letters.Count);

    /// <param name="operations">What to keep.</param>
    /// <param name="onlyErasures">Ends before the first that is no delete or suppress, as if there were no room for it.</param>
    public AppendResult Append(IReadOnlyList<Operation> operations, bool onlyErasures = false)
    {
        int taken = 0;
        int duplicates = 0;
        int letters = 0;
        List<Operation> evicted = [];
        List<Operation> erased = [];
        foreach (Operation operation in operations)
        {
            if (onlyErasures && !operation.Kind.IsErasure())
            {
                break;
            }

            if (_waiting.Has(operation))
            {
                duplicates++;
            }
            else if (!_room.TryEnter(operation, evicted))
            {
                break;
            }
            else
            {
                _waiting.Insert(operation);
                letters += operation.Kind.IsErasure() ? Erase(operation, erased) : 0;
            }

            taken++;
        }

        return new AppendResult
        {
            Taken = taken, Duplicates = duplicates, Evicted = evicted, Erased = erased, ErasedLetters = letters,
        };
    }

    public IReadOnlyList<Operation> Read(int lane, long after, int maxCount, int maxBytes) =>
        _waiting.Read(lane, after, maxCount, maxBytes);

    public ParkedBatch ReadParked(string key, int maxCount, int maxBytes) => _waiting.ReadParked(key, maxCount, maxBytes);

    public ChangeResult Apply(StoreChanges changes)
    {
        int removed = 0;
        int kept = 0;
        foreach (DeadLetter letter in changes.DeadLetters)
        {
            (bool wasThere, bool isKept) = Bury(letter);
            removed += wasThere ? 1 : 0;
            kept += isKept ? 1 : 0;
        }

        removed += _waiting.Remove(changes.Completed);
        if (changes.Completed.Any(static operation => operation.Kind.IsErasure()))
        {
            Traces.Note();
        }

        int parked = changes.Parked.Count(_waiting.TryPark);
        return new ChangeResult(removed, kept, _letters.Prune()) { Parked = parked };
    }

    public IReadOnlyList<DeadLetter> ListDeadLetters(DeadLetterQuery query, int maxCount) => _letters.List(query, maxCount);

    public IReadOnlyList<DeadLetterGroup> GroupDeadLetters(DeadLetterQuery query) => _letters.Group(query);

    public IReadOnlyList<Operation> Replay(IReadOnlyList<Operation> operations) => [.. operations.Where(IsReplayed)];

    public int RemoveDeadLetters(IReadOnlyList<Ulid> ids) => ids.Count(_letters.Remove);

    /// <summary>Puts in what was saved from a damaged file; bounds do not matter then. Gives false if it was there already.</summary>
    public bool TryRestore(Operation operation)
    {
        try
        {
            if (_waiting.Has(operation))
            {
                return false;
            }
        }
        catch (FallbackStoreException)
        {
            // A damaged page can say that two operations have one position: the first of them is kept.
            return false;
        }

        _waiting.Insert(operation);
        return true;
    }

    public void Restore(DeadLetter letter) => _letters.Add(letter);

    /// <summary>Writes something, to see whether the disk takes it.</summary>
    public bool Touch(DateTimeOffset now)
    {
        _touch.Bind(1, now.UtcTicks);
        return _touch.Run() == 1;
    }

    /// <summary>The last thing in a transaction.</summary>
    public void Write()
    {
        _waiting.Write();
        Totals.Write();
        Traces.Write();
    }

    /// <summary>A transaction was committed.</summary>
    public void Commit()
    {
        _waiting.Commit();
        _letters.Commit();
        Totals.Commit();
        Traces.Commit();
    }

    /// <summary>A transaction was taken back.</summary>
    public void Rollback()
    {
        Totals.Rollback();
        _waiting.Rollback();
        _letters.Rollback();
        Traces.Rollback();
    }

    private int Erase(Operation erasure, List<Operation> erased)
    {
        Traces.Note();
        _waiting.EraseFor(erasure, erased);
        return _letters.Erase(erasure.Key);
    }

    private (bool WasThere, bool IsKept) Bury(DeadLetter letter)
    {
        Operation operation = letter.Operation;
        bool fromMemory = operation.Position == 0;

        // What could not be read when it was given up can be read again some day.
        Operation? stored = !fromMemory && operation.Payload.IsEmpty ? _waiting.Take(operation) : null;
        bool wasThere = stored is not null || (!fromMemory && _waiting.Remove(operation));
        if (!(fromMemory || wasThere) || _waiting.IsErased(operation))
        {
            return (wasThere, false);
        }

        _letters.Add(Placed.Letter(letter, stored?.Payload ?? operation.Payload));
        return (wasThere, true);
    }

    private bool IsReplayed(Operation operation)
    {
        if (_waiting.Has(operation))
        {
            return true;
        }

        if (_letters.Take(operation.Id) is not { } letter)
        {
            return false;
        }

        _waiting.Insert(Placed.At(letter.Operation, operation.Position, operation.Parked));
        return true;
    }
}
