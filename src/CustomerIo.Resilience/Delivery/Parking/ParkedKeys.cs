using CustomerIo.Resilience.Delivery.Lanes;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Delivery.Parking;

/// <summary>
/// Which keys are held by parked operations, in memory and store. Lanes ask it about each operation they come to, which costs
/// one look at a number while nothing is parked.
/// </summary>
internal sealed partial class ParkedKeys(long maxPerKey)
{
    private readonly object _gate = new();
    private readonly Dictionary<string, HeldKeyState> _keys = new(StringComparer.Ordinal);
    private readonly Dictionary<ulong, int> _hashes = [];
    private readonly SortedDictionary<long, ParkedOperation> _memory = [];
    private readonly TurnQueue _turns = new();
    private int _count;
    private long _operations;
    private long _naming;
    private bool _isStopped;

    public bool IsEmpty => Volatile.Read(ref _count) == 0;

    /// <summary>How many operations are parked, in memory and store; some leave before they are told to have come.</summary>
    public long Operations
    {
        get
        {
            lock (_gate)
            {
                return Math.Max(0, _operations);
            }
        }
    }

    /// <summary>Holds the keys of a delete, suppress, unsuppress or merge from the call on.</summary>
    /// <param name="make">Makes it, with its sequence, while no lane can look.</param>
    /// <returns>Null when nothing new is taken.</returns>
    public ParkedOperation? Begin(Func<ParkedOperation> make)
    {
        lock (_gate)
        {
            if (_isStopped)
            {
                return null;
            }

            ParkedOperation operation = make();
            _memory.Add(operation.Sequence, operation);
            _operations++;
            foreach (string key in operation.OwnKeys)
            {
                HeldKeyState held = GetOrHold(key);
                held.Memory.Add(operation.Sequence, operation);
                held.FirstBarrier = Math.Min(held.FirstBarrier, operation.Sequence);
                held.ErasedBefore = operation.IsErasure ? operation.Sequence : held.ErasedBefore;
                _turns.Add(held, 0);
            }

            return operation;
        }
    }

    /// <summary>Keeps, in memory, what a lane has parked, which has reserved its key.</summary>
    public void Keep(ParkedOperation operation)
    {
        lock (_gate)
        {
            _memory.Add(operation.Sequence, operation);
            _operations++;
            HeldKeyState held = _keys[operation.Key];
            held.Memory.Add(operation.Sequence, operation);
            held.Reserved--;
            _naming += operation.NamedKeys.Length > 0 ? 1 : 0;
            _turns.Add(held, 0);
        }
    }

    /// <summary>The store has parked rows: of a lane, which had reserved their keys.</summary>
    public void KeepRows(IReadOnlyList<Operation> rows)
    {
        lock (_gate)
        {
            foreach (Operation row in rows)
            {
                _operations++;
                _naming += row.NamedKeys.Count > 0 ? 1 : 0;
                foreach (string key in row.OwnKeys)
                {
                    HeldKeyState held = _keys[key];
                    held.Reserved--;
                    AddRow(held, row);
                    _turns.Add(held, 0);
                }
            }
        }
    }

    /// <summary>What was parked in memory has moved to the store.</summary>
    public void MoveToStore(IReadOnlyList<ParkedOperation> operations)
    {
        lock (_gate)
        {
            foreach (ParkedOperation operation in operations)
            {
                Forget(operation);
                _operations++;
                _naming += operation.NamedKeys.Length > 0 ? 1 : 0;
                foreach (string key in operation.OwnKeys)
                {
                    HeldKeyState held = _keys[key];
                    AddRow(held, operation.Row!);
                    _turns.Add(held, 0);
                }
            }
        }
    }

    /// <summary>What the store has parked of a former run.</summary>
    public void Restore(HeldKey restored)
    {
        lock (_gate)
        {
            HeldKeyState held = GetOrHold(restored.Key);
            _operations += restored.OwnCount;
            held.Rows += restored.Count;
            held.FirstRow = 0;
            held.FirstBarrierRow = restored.Barrier > 0 ? 0 : held.FirstBarrierRow;
            held.FirstBarrier = restored.Barrier > 0 ? 0 : held.FirstBarrier;
            held.ErasedBelow = Math.Max(held.ErasedBelow, restored.ErasedBelow);

            // Nobody knows which of them name people.
            _naming += restored.Count;
            _turns.Add(held, 0);
        }
    }

    /// <summary>Parked operations in memory are gone: sent, refused or erased.</summary>
    public void Remove(ParkedOperation operation)
    {
        lock (_gate)
        {
            Forget(operation);
            foreach (string key in operation.OwnKeys)
            {
                HeldKeyState held = _keys[key];
                Free(held);
                Requeue(held);
            }
        }
    }

    /// <summary>A parked row has left the store.</summary>
    public void RemoveRow(Operation row)
    {
        lock (_gate)
        {
            _operations--;
            _naming -= row.NamedKeys.Count > 0 ? 1 : 0;
            foreach (string key in row.OwnKeys)
            {
                RemoveRow(key, row.Position);
            }
        }
    }

    /// <summary>The store has no rows of a key: gives how many it should have.</summary>
    public long LoseRows(string key)
    {
        lock (_gate)
        {
            if (!_keys.TryGetValue(key, out HeldKeyState? held))
            {
                return 0;
            }

            long lost = held.Rows;
            held.Rows = 0;
            held.FirstRow = long.MaxValue;
            _operations -= lost;
            Free(held);
            return lost;
        }
    }

    /// <summary>Takes nothing new from the callers from now on.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _isStopped = true;
        }
    }

    /// <summary>Whether anything parked names people.</summary>
    public bool HasNaming => Interlocked.Read(ref _naming) > 0;

    /// <summary>
    /// The lowest place in the store that something of a key has, or may have, which is parked in memory: its append failed. The
    /// highest number without any.
    /// </summary>
    public long FirstTried(HeldKeyState held)
    {
        lock (_gate)
        {
            return held.Memory.Count == 0
                ? long.MaxValue
                : held.Memory.Values.Min(static operation => operation.Row?.Position ?? long.MaxValue);
        }
    }

    /// <summary>A key may be sent from, unless it rests.</summary>
    public void Enqueue(string key)
    {
        lock (_gate)
        {
            if (_keys.TryGetValue(key, out HeldKeyState? held))
            {
                _turns.Add(held, 0);
            }
        }
    }

    /// <summary>The path of a key that failed without a verdict works: it rests no longer.</summary>
    public void Wake(string key)
    {
        lock (_gate)
        {
            if (_keys.TryGetValue(key, out HeldKeyState? held) && held.SuspectedAt is not null)
            {
                held.RestsUntil = 0;
                _turns.Add(held, 0);
            }
        }
    }

    /// <summary>The next key whose time has come; it is busy then until it is let go.</summary>
    public bool TryTakeTurn(long now, out HeldKeyState? held)
    {
        lock (_gate)
        {
            held = null;
            while (held is null && _turns.TryTake(now, out HeldKeyState? found))
            {
                if (ReferenceEquals(_keys.GetValueOrDefault(found!.Key), found) && !found.IsBusy)
                {
                    held = found;
                    found.IsBusy = true;
                }
            }

            return held is not null;
        }
    }

    /// <summary>When the next turn comes; null if none does.</summary>
    public long? NextTurn
    {
        get
        {
            lock (_gate)
            {
                return _turns.NextAt;
            }
        }
    }

    /// <summary>Lets a key go; it gets another turn if it is still held.</summary>
    /// <param name="key">The key.</param>
    /// <param name="at">When; null if something else will bring it back.</param>
    public void LetGo(string key, long? at)
    {
        lock (_gate)
        {
            if (_keys.TryGetValue(key, out HeldKeyState? held))
            {
                held.IsBusy = false;
                held.RestsUntil = at ?? held.RestsUntil;
                Free(held);
                if (at is not null && !held.IsFree)
                {
                    _turns.Add(held, 0);
                }
            }
        }
    }

    /// <summary>Runs something about held keys while nobody changes them.</summary>
    public T Inspect<T>(Func<IReadOnlyDictionary<string, HeldKeyState>, SortedDictionary<long, ParkedOperation>, T> look)
    {
        lock (_gate)
        {
            return look(_keys, _memory);
        }
    }

    /// <summary>Changes a key that is held; nothing happens if it is not.</summary>
    public void Change(string key, Action<HeldKeyState> change)
    {
        lock (_gate)
        {
            if (_keys.TryGetValue(key, out HeldKeyState? held))
            {
                change(held);
                Free(held);
            }
        }
    }

    private HeldKeyState? Find(EntityKey key) =>
        _hashes.ContainsKey(key.Hash) ? _keys.GetValueOrDefault(key.StoredKey) : null;

    private HeldKeyState GetOrHold(string key) => _keys.GetValueOrDefault(key) ?? Hold(key);

    private HeldKeyState Hold(string key)
    {
        HeldKeyState held = new(key);
        _keys.Add(key, held);
        ulong hash = OperationKey.HashOf(key);
        _hashes[hash] = _hashes.GetValueOrDefault(hash) + 1;
        Volatile.Write(ref _count, _keys.Count);
        return held;
    }

    private void Free(HeldKeyState held)
    {
        if (!held.IsFree || !_keys.Remove(held.Key))
        {
            return;
        }

        ulong hash = OperationKey.HashOf(held.Key);
        if (_hashes[hash]-- == 1)
        {
            _hashes.Remove(hash);
        }

        Volatile.Write(ref _count, _keys.Count);
    }

    // What comes next of the key may be free to go now.
    private void Requeue(HeldKeyState held)
    {
        if (!held.IsFree)
        {
            _turns.Add(held, 0);
        }
    }

    private void Forget(ParkedOperation operation)
    {
        _memory.Remove(operation.Sequence);
        _operations--;
        _naming -= operation.NamedKeys.Length > 0 ? 1 : 0;
        foreach (string key in operation.OwnKeys)
        {
            _keys[key].Memory.Remove(operation.Sequence);
        }
    }

    private static void AddRow(HeldKeyState held, Operation row)
    {
        held.Rows++;
        held.FirstRow = Math.Min(held.FirstRow, row.Position);
        if (row.Kind.IsBarrier())
        {
            held.FirstBarrierRow = Math.Min(held.FirstBarrierRow, row.Position);
            held.ErasedBelow = row.Kind.IsErasure() ? Math.Max(held.ErasedBelow, row.Position) : held.ErasedBelow;
        }
    }

    private void RemoveRow(string key, long position)
    {
        if (_keys.TryGetValue(key, out HeldKeyState? held))
        {
            held.Rows--;
            held.FirstRow = held.Rows > 0 ? Math.Max(held.FirstRow, position + 1) : long.MaxValue;
            Free(held);
            Requeue(held);
        }
    }
}
