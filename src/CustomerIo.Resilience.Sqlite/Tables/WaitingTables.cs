using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Native;

namespace CustomerIo.Resilience.Sqlite.Tables;

/// <summary>Everything that waits, on lanes and parked, with its totals.</summary>
internal sealed class WaitingTables
{
    private readonly StoreTotals _totals;
    private readonly LaneTable[] _lanes;
    private readonly ParkedTable _parked;
    private readonly ParkedOrder _order;
    private readonly LaneEnds _ends;
    private readonly EventEviction _eviction;
    private readonly PositionWindow _positions;

    public WaitingTables(Database database, StoreTotals totals)
    {
        _totals = totals;
        _lanes = [.. Enumerable.Range(0, totals.Lanes).Select(lane => new LaneTable(database, lane, totals.Lanes))];
        _parked = new ParkedTable(database);
        _order = new ParkedOrder(database);
        _ends = new LaneEnds(_lanes);
        _eviction = new EventEviction(_lanes);
        Contents = ContentsOf(database);
        _positions = new PositionWindow(Contents.NewestPosition);
    }

    /// <summary>As it was when the file was opened.</summary>
    public StoreContents Contents { get; }

    public StoreReserve Reserve { get; } = new();

    public DateTimeOffset? OldestAt => _ends.OldestAt;

    private bool HasParked => _totals.Parked.Count > 0;

    /// <summary>Whether an operation waits, by position and id.</summary>
    /// <exception cref="FallbackStoreException">Another one has the position.</exception>
    public bool Has(Operation operation)
    {
        if (!_positions.MayHave(operation.Position) || FindAt(operation) is not { } id)
        {
            return false;
        }

        return id == operation.Id
            ? true
            : throw new FallbackStoreException(
                $"Position {operation.Position} is taken by another operation. The next start of the process draws new positions " +
                "above it.");
    }

    /// <summary>Adds an operation that does not wait yet.</summary>
    public void Insert(Operation operation)
    {
        bool isParked = operation.Parked is not null;
        int lane = LaneOf(operation);
        if (!(isParked ? _parked.TryInsert(operation) : _lanes[lane].TryInsert(operation)))
        {
            throw new InvalidDataException("A position is taken that was free.");
        }

        _positions.Note(operation.Position);
        _totals.Add(isParked ? _totals.ParkedPlace : lane, new Total(1, operation.Payload.Length));
        if (!isParked)
        {
            _ends.NoteInsert(lane, operation);
            _eviction.Note(lane, operation);
        }
    }

    public IReadOnlyList<Operation> Read(int lane, long after, int maxCount, int maxBytes)
    {
        IReadOnlyList<Operation> page = _lanes[lane].Read(after, maxCount, maxBytes);
        if (page.Count == 0 && after == 0 && maxCount > 0 && _totals[lane].Count > 0)
        {
            throw new InvalidDataException($"Lane {lane} has less than its total says.");
        }

        return page;
    }

    public ParkedBatch ReadParked(string key, int maxCount, int maxBytes)
    {
        IReadOnlyList<Operation> page = HasParked ? _parked.Read(key, maxCount, maxBytes) : [];
        return new ParkedBatch { Operations = page, IsBlocked = page.Count > 0 && _order.IsBlocked(page[0]) };
    }

    /// <summary>Removes operations wherever they wait, and gives how many were there.</summary>
    public int Remove(IReadOnlyList<Operation> operations)
    {
        int removed = 0;
        for (int index = 0; index < operations.Count;)
        {
            Total run = operations[index].Parked is null ? RemoveRun(operations, index) : default;
            removed += (int)run.Count + (run.Count == 0 && Remove(operations[index]) ? 1 : 0);
            index += Math.Max(1, (int)run.Count);
        }

        return removed;
    }

    /// <summary>Removes an operation wherever it waits; gives false if it does not.</summary>
    public bool Remove(Operation operation) => operation.Parked is null
        ? RemoveFromLane(operation) || RemoveFromParked(operation)
        : RemoveFromParked(operation) || RemoveFromLane(operation);

    /// <summary>Removes an operation wherever it waits, and gives it; null if it does not.</summary>
    public Operation? Take(Operation operation)
    {
        int lane = LaneOf(operation);
        if (_lanes[lane].Take(operation.Position, operation.Id) is { } waiting)
        {
            NoteLeftLane(lane, operation.Position, waiting.Payload.Length);
            return waiting;
        }

        if (!HasParked || _parked.Take(operation.Position, operation.Id) is not { } parked)
        {
            return null;
        }

        NoteLeftParked(operation.Position, parked.Payload.Length);
        return parked;
    }

    /// <summary>Parks an operation that is on its lane, or changes the state of a parked one; false if there is neither.</summary>
    public bool TryPark(Operation operation)
    {
        ParkedState state = operation.Parked.GetValueOrDefault();
        int lane = LaneOf(operation);
        if (!_lanes[lane].TryCopyToParked(operation.Position, operation.Id, state))
        {
            return _parked.Change(operation.Position, operation.Id, state);
        }

        long bytes = _lanes[lane].Delete(operation.Position, operation.Id).GetValueOrDefault();
        _parked.NoteNames(operation);
        NoteLeftLane(lane, operation.Position, bytes);
        _totals.Add(_totals.ParkedPlace, new Total(1, bytes));
        return true;
    }

    /// <summary>Whether a later delete or suppress is parked of somebody whose an operation is, or whom it names.</summary>
    public bool IsErased(Operation operation) => HasParked && _order.IsErased(operation);

    /// <summary>Removes what a delete or suppress makes pointless, and gives it.</summary>
    public void EraseFor(Operation erasure, List<Operation> erased)
    {
        if (!HasParked)
        {
            return;
        }

        foreach ((long position, Ulid id) in _order.ErasedBy(erasure))
        {
            if (_parked.Take(position, id) is { } operation)
            {
                NoteLeftParked(position, operation.Payload.Length);
                erased.Add(operation);
            }
        }
    }

    /// <summary>Lets the oldest events go until there is room, or none if that would not do.</summary>
    public bool TryEvict(Func<Total, bool> isEnough, List<Operation> evicted)
    {
        Total gone = default;
        List<(int Lane, long Position, Ulid Id)> chosen = [];
        foreach ((int lane, long position, Ulid id, long bytes) in _eviction.Oldest())
        {
            chosen.Add((lane, position, id));
            gone += new Total(1, bytes);
            if (isEnough(gone))
            {
                break;
            }
        }

        if (!isEnough(gone))
        {
            return false;
        }

        foreach ((int lane, long position, Ulid id) in chosen)
        {
            Operation oldest = _lanes[lane].Take(position, id)
                ?? throw new InvalidDataException($"An event of lane {lane} is not where it was found.");
            NoteLeftLane(lane, position, oldest.Payload.Length);
            evicted.Add(oldest);
        }

        return true;
    }

    /// <summary>Overwrites what is left of former rows in lanes without any.</summary>
    public bool TryWipe(int lane)
    {
        if (_totals[lane].Count > 0)
        {
            return false;
        }

        _lanes[lane].Wipe();
        return true;
    }

    /// <summary>The last thing in a transaction.</summary>
    public void Write() => _ends.Resolve();

    public void Commit()
    {
        _ends.Commit();
        Reserve.Commit();
    }

    public void Rollback()
    {
        _ends.Rollback();
        Reserve.Rollback();
        _eviction.Forget();
        Array.ForEach(_lanes, static lane => lane.Forget());
    }

    private int LaneOf(Operation operation) => operation.LaneOf(_lanes.Length);

    private Ulid? FindAt(Operation operation)
    {
        int own = LaneOf(operation);
        Ulid? found = _lanes[own].IdAt(operation.Position) ?? (HasParked ? _parked.IdAt(operation.Position) : null);
        for (int lane = 0; lane < _lanes.Length && found is null; lane++)
        {
            found = lane == own ? null : _lanes[lane].IdAt(operation.Position);
        }

        return found;
    }

    private Total RemoveRun(IReadOnlyList<Operation> operations, int from)
    {
        int lane = LaneOf(operations[from]);
        Total run = _lanes[lane].DeleteRun(operations, from);
        if (run.Count > 0)
        {
            _totals.Remove(lane, run);
            _ends.NoteDelete(lane, operations[from].Position);
        }

        return run;
    }

    private bool RemoveFromLane(Operation operation)
    {
        int lane = LaneOf(operation);
        if (_lanes[lane].Delete(operation.Position, operation.Id) is not { } bytes)
        {
            return false;
        }

        NoteLeftLane(lane, operation.Position, bytes);
        return true;
    }

    private bool RemoveFromParked(Operation operation)
    {
        if (!HasParked || _parked.Delete(operation.Position, operation.Id) is not { } bytes)
        {
            return false;
        }

        NoteLeftParked(operation.Position, bytes);
        return true;
    }

    private void NoteLeftLane(int lane, long position, long bytes)
    {
        _totals.Remove(lane, new Total(1, bytes));
        _ends.NoteDelete(lane, position);
    }

    private void NoteLeftParked(long position, long bytes)
    {
        _totals.Remove(_totals.ParkedPlace, new Total(1, bytes));
        Reserve.Leave(position);
    }

    private StoreContents ContentsOf(Database database)
    {
        List<LaneBacklog> lanes = [];
        for (int lane = 0; lane < _lanes.Length; lane++)
        {
            if (LaneEnds.LastOf(database, lane) is { } last)
            {
                lanes.Add(new LaneBacklog(lane, _totals[lane].Count, _ends.FirstOf(lane).GetValueOrDefault(), last));
            }
        }

        long parked = new Statement(database, "SELECT max(position) FROM parked").Number().GetValueOrDefault();
        return new StoreContents
        {
            Lanes = lanes,
            HeldKeys = HasParked ? HeldKeys.Of(database) : [],
            Parked = _totals.Parked.Count,
            NewestPosition = lanes.Select(static lane => lane.NewestPosition).Append(parked).Max(),
        };
    }
}
