using CustomerIo.Resilience.Delivery.Intake;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Delivery.Parking;

/// <summary>Which keys are held by parked operations, in memory and store; while none is, lanes look at one number.</summary>
internal sealed class ParkedKeys
{
    private readonly object _gate = new();
    private readonly HeldKeyTable _keys = new();
    private readonly SortedDictionary<long, ParkedOperation> _memory = [];
    private readonly TurnQueue _turns = new();
    private readonly ParkingRules _rules;
    private long _operations;
    private long _naming;
    private long _restoredUpTo;
    private bool _isStopped;

    public ParkedKeys(long maxPerKey) => _rules = new ParkingRules(_keys, _memory, maxPerKey);

    public bool IsEmpty => _keys.IsEmpty;

    /// <summary>How many operations are parked, in memory and store; some leave before they are told to have come.</summary>
    public long Operations => Math.Max(0, Interlocked.Read(ref _operations));

    /// <summary>Whether anything parked names people.</summary>
    public bool HasNaming => Interlocked.Read(ref _naming) > 0;

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

    /// <summary>What to do with an operation that waits in memory, on its lane; its key is reserved when it is to be parked.</summary>
    public Look LookAt(in OperationHead head, long sequence)
    {
        if (IsEmpty)
        {
            return Look.Send;
        }

        lock (_gate)
        {
            Look look = _rules.Judge(head, sequence);
            ReserveIf(look is Look.Park, head.Key.StoredKey);
            return look;
        }
    }

    /// <summary>Same, for one that its lane has read from the store.</summary>
    public Look LookAt(Operation row)
    {
        lock (_gate)
        {
            Look look = _rules.Judge(row);
            ReserveIf(look is Look.Park, row.Key);
            return look;
        }
    }

    /// <summary>Asks something while nobody changes what is parked; nothing is reserved.</summary>
    public T Ask<T>(Func<ParkingRules, T> question)
    {
        lock (_gate)
        {
            return question(_rules);
        }
    }

    /// <summary>An operation that failed is about to be parked.</summary>
    public void Reserve(string key)
    {
        lock (_gate)
        {
            _keys.GetOrHold(key).Reserved++;
        }
    }

    /// <summary>A dead letter is about to be replayed: true if it has to be parked; its keys are reserved then.</summary>
    public bool ReserveForReplay(Operation letter)
    {
        lock (_gate)
        {
            bool parks = _rules.ParksReplayed(letter);
            foreach (string key in letter.OwnKeys)
            {
                ReserveIf(parks, key);
            }

            return parks;
        }
    }

    /// <summary>It is not parked after all.</summary>
    public void Unreserve(string key) => Change(key, static held => held.Reserved--);

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
            Remember(operation);
            foreach (HeldKeyState held in operation.OwnKeys.Select(_keys.GetOrHold))
            {
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
            Remember(operation);
            HeldKeyState held = _keys[operation.Key];
            held.Memory.Add(operation.Sequence, operation);
            held.Reserved--;
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
                AddRow(row);
                foreach (string key in row.OwnKeys)
                {
                    _keys[key].Reserved--;
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
                AddRow(operation.Row!);
            }
        }
    }

    /// <summary>What the store has parked of a former run.</summary>
    public void Restore(HeldKey restored, long upTo)
    {
        lock (_gate)
        {
            HeldKeyState held = _keys.GetOrHold(restored.Key);
            held.Restore(restored);
            _operations += restored.OwnCount;

            // Nobody knows which of them name people.
            _naming += restored.OwnCount;
            _restoredUpTo = upTo;
            _turns.Add(held, 0);
        }
    }

    /// <summary>A parked operation in memory is gone: sent, refused or erased.</summary>
    public void Remove(ParkedOperation operation)
    {
        lock (_gate)
        {
            Forget(operation);
            foreach (string key in operation.OwnKeys)
            {
                FreeOrTakeTurn(_keys[key]);
            }
        }
    }

    /// <summary>A parked row has left the store.</summary>
    public void RemoveRow(Operation row)
    {
        lock (_gate)
        {
            _operations--;
            _naming -= MayName(row) ? 1 : 0;
            foreach (HeldKeyState held in row.OwnKeys.Select(_keys.Find).OfType<HeldKeyState>())
            {
                held.RemoveRow(row.Position);
                FreeOrTakeTurn(held);
            }
        }
    }

    /// <summary>The store has no rows of a key: gives how many it should have.</summary>
    public long LoseRows(string key)
    {
        long lost = 0;
        Change(key, held =>
        {
            lost = held.Rows;
            held.Rows = 0;
            held.FirstRow = long.MaxValue;
            _operations -= lost;
        });
        return lost;
    }

    /// <summary>A key may be sent from, unless it rests.</summary>
    /// <param name="key">The key.</param>
    /// <param name="isSuspect">Only if it failed without a verdict: the path works, so that it rests no longer.</param>
    public void Enqueue(string key, bool isSuspect = false)
    {
        lock (_gate)
        {
            if (_keys.Find(key) is { } held && (!isSuspect || held.SuspectedAt is not null))
            {
                held.RestsUntil = isSuspect ? 0 : held.RestsUntil;
                _turns.Add(held, 0);
            }
        }
    }

    /// <summary>The next key whose time has come; it is busy then until it is let go.</summary>
    public bool TryTakeTurn(long now, out HeldKeyState? held)
    {
        lock (_gate)
        {
            while (_turns.TryTake(now, out held))
            {
                if (ReferenceEquals(_keys.Find(held!.Key), held) && !held.IsBusy)
                {
                    held.IsBusy = true;
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Lets a key go; it gets another turn if it is still held.</summary>
    /// <param name="key">The key.</param>
    /// <param name="at">When; null if something else will bring it back.</param>
    public void LetGo(string key, long? at) => Change(key, held =>
    {
        held.IsBusy = false;
        held.RestsUntil = at ?? held.RestsUntil;
        if (at is not null && !held.IsFree)
        {
            _turns.Add(held, 0);
        }
    });

    /// <summary>Changes a key that is held; nothing happens if it is not.</summary>
    public void Change(string key, Action<HeldKeyState> change)
    {
        lock (_gate)
        {
            if (_keys.Find(key) is { } held)
            {
                change(held);
                _keys.Free(held);
            }
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

    private void ReserveIf(bool isToReserve, string key)
    {
        if (isToReserve)
        {
            _keys.GetOrHold(key).Reserved++;
        }
    }

    // Of a former run's nobody knew when they were counted.
    private bool MayName(Operation row) => row.NamedKeys.Count > 0 || row.Position <= _restoredUpTo;

    // What comes next of the key may be free to go now.
    private void FreeOrTakeTurn(HeldKeyState held)
    {
        _keys.Free(held);
        if (!held.IsFree)
        {
            _turns.Add(held, 0);
        }
    }

    private void Remember(ParkedOperation operation)
    {
        _memory.Add(operation.Sequence, operation);
        _operations++;
        _naming += operation.NamedKeys.Length > 0 ? 1 : 0;
    }

    private void Forget(ParkedOperation operation)
    {
        _memory.Remove(operation.Sequence);
        _operations--;
        _naming -= operation.NamedKeys.Length > 0 ? 1 : 0;
        foreach (string key in operation.OwnKeys)
        {
            _keys[key].Memory.Remove(operation.Sequence);
            _keys[key].IsBlamed = false;
        }
    }

    private void AddRow(Operation row)
    {
        _operations++;
        _naming += MayName(row) ? 1 : 0;
        foreach (HeldKeyState held in row.OwnKeys.Select(key => _keys[key]))
        {
            held.AddRow(row);
            _turns.Add(held, 0);
        }
    }
}
