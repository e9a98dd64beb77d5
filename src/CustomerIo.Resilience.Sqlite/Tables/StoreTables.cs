using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Native;

namespace CustomerIo.Resilience.Sqlite.Tables;

/// <summary>What the store does, on an open file, inside a transaction; on the store's thread only.</summary>
internal sealed class StoreTables
{
    private readonly StoreBounds _bounds;
    private readonly LaneTable[] _lanes;
    private readonly DeadLetterTable _deadLetters;
    private readonly EventEviction _eviction;
    private readonly Statement _clearErasing;
    private readonly Statement _addErasing;
    private readonly Statement _touch;

    public StoreTables(Database database, StoreBounds bounds)
    {
        _bounds = bounds;
        Totals = new LaneTotals(database);
        database.Run("CREATE TEMP TABLE erasing (key TEXT PRIMARY KEY, before_sequence INTEGER NOT NULL) WITHOUT ROWID");
        _lanes = [.. Enumerable.Range(0, Totals.Lanes).Select(lane => new LaneTable(database, lane))];
        _deadLetters = new DeadLetterTable(database);
        _eviction = new EventEviction(_lanes);
        _clearErasing = new Statement(database, "DELETE FROM temp.erasing");
        _addErasing = new Statement(database, "INSERT OR REPLACE INTO temp.erasing (key, before_sequence) VALUES (?1, ?2)");
        _touch = new Statement(database, "INSERT OR REPLACE INTO openings VALUES (1, ?1)");
        DeadLetterCount = _deadLetters.Count();
    }

    public LaneTotals Totals { get; }

    public long DeadLetterCount { get; private set; }

    public StoreStatistics Statistics => new(Totals.Count, Totals.Bytes, Totals.OldestAt, DeadLetterCount);

    public AppendResult Append(IReadOnlyList<Operation> operations)
    {
        int taken = 0;
        int duplicates = 0;
        List<EvictedOperation> evicted = [];
        foreach (Operation operation in operations)
        {
            if (!HasRoom(operation) && !_lanes[operation.Lane].Has(operation) && !MakeRoom(operation, evicted))
            {
                break;
            }

            if (_lanes[operation.Lane].TryInsert(operation))
            {
                Totals.Add(operation);
                _eviction.Note(operation);
            }
            else
            {
                duplicates++;
            }

            taken++;
        }

        return new AppendResult(taken, duplicates, evicted);
    }

    public IReadOnlyList<Operation> Read(int lane, int maxCount, int maxBytes)
    {
        IReadOnlyList<Operation> page = _lanes[lane].Read(maxCount, maxBytes);
        Totals.Begins(lane, page.Count > 0 ? page[0] : null);
        return page;
    }

    public CompleteResult Complete(int lane, IReadOnlyList<Operation> operations, IReadOnlyList<DeadLetter> deadLetters)
    {
        HashSet<Ulid> gone = [];
        int removed = Remove(lane, operations, gone);
        DeadLetter[] kept = [.. deadLetters.Where(letter => !gone.Contains(letter.Operation.Id))];
        Array.ForEach(kept, _deadLetters.Add);
        int dropped = kept.Length > 0 ? PruneDeadLetters() : 0;
        return new CompleteResult(removed, kept.Length, dropped);
    }

    public int Erase(int lane, IReadOnlyList<Erasure> erasures)
    {
        _clearErasing.Run();
        foreach (Erasure erasure in erasures)
        {
            _addErasing.Bind(1, erasure.Key);
            _addErasing.Bind(2, erasure.BeforeSequence);
            _addErasing.Run();
            _deadLetters.Erase(erasure.Key);
        }

        DeadLetterCount = _deadLetters.Count();
        LaneTotal total = Totals[lane];
        if (total.IsEmpty || erasures.All(erasure => erasure.BeforeSequence <= total.Head))
        {
            return 0;
        }

        (int count, long bytes) = _lanes[lane].Erase();
        Totals.Remove(lane, count, bytes);
        return count;
    }

    public IReadOnlyList<DeadLetter> ListDeadLetters(Ulid? after, int maxCount)
    {
        PruneDeadLetters();
        return _deadLetters.List(after, maxCount);
    }

    public DeadLetter? TakeDeadLetter(Ulid id)
    {
        DeadLetter? letter = _deadLetters.Take(id);
        DeadLetterCount -= letter is null ? 0 : 1;
        return letter;
    }

    /// <summary>Puts in what was saved from a damaged file; bounds do not matter then.</summary>
    public void Restore(Operation operation)
    {
        if (_lanes[operation.Lane].TryInsert(operation))
        {
            Totals.Add(operation);
        }
    }

    public void Restore(DeadLetter letter)
    {
        _deadLetters.Add(letter);
        DeadLetterCount++;
    }

    /// <summary>Writes something, to see whether the disk takes it.</summary>
    public bool Touch(DateTimeOffset now)
    {
        _touch.Bind(1, now.UtcTicks);
        return _touch.Run() == 1;
    }

    /// <summary>A transaction was taken back.</summary>
    public void Rollback()
    {
        Totals.Rollback();
        _eviction.Forget();
        DeadLetterCount = _deadLetters.Count();
    }

    private bool HasRoom(Operation operation) =>
        Totals.Count < _bounds.MaxCount && Totals.Bytes + operation.Payload.Length <= _bounds.MaxBytes;

    private bool MakeRoom(Operation operation, List<EvictedOperation> evicted)
    {
        while (!HasRoom(operation))
        {
            if (!_bounds.DropsEvents || _eviction.Oldest() is not { } oldest)
            {
                return false;
            }

            Delete(oldest.Lane, oldest.Sequence, oldest.Id);
            evicted.Add(new EvictedOperation(oldest.Lane, oldest.Sequence));
        }

        return true;
    }

    private int Remove(int lane, IReadOnlyList<Operation> operations, HashSet<Ulid> gone)
    {
        if (_lanes[lane].TryDelete(operations) is { } all)
        {
            Totals.Remove(lane, all.Weight, all.Bytes);
            return all.Weight;
        }

        int removed = 0;
        foreach (Operation operation in operations)
        {
            if (Delete(lane, operation.Sequence, operation.Id) is { } weight)
            {
                removed += weight;
            }
            else
            {
                gone.Add(operation.Id);
            }
        }

        return removed;
    }

    private int? Delete(int lane, long sequence, Ulid id)
    {
        if (_lanes[lane].Delete(sequence, id) is not { } bytes)
        {
            return null;
        }

        int weight = LaneTotals.WeightOf(bytes);
        Totals.Remove(lane, weight, bytes);
        return weight;
    }

    private int PruneDeadLetters()
    {
        int dropped = _deadLetters.Prune(_bounds.DeadLettersExpireBefore(), _bounds.MaxDeadLetters);
        DeadLetterCount = _deadLetters.Count();
        return dropped;
    }
}
