namespace CustomerIo.Resilience.Fallback;

/// <summary>
/// Keeps operations in memory, bounded in number and bytes. It survives an outage of Customer.io, not the end of the process.
/// </summary>
internal sealed class InMemoryFallbackStore(FallbackOptions options, TimeProvider time) : IFallbackStore, IDisposable
{
    private readonly object _gate = new();
    private readonly LaneQueues _lanes = new(keepsEventOrder: options.WhenFull is StoreOverflow.DropOldestEvents);
    private readonly ParkedShelf _parked = new();
    private readonly DeadLetterShelf _deadLetters = new(options, time);
    private readonly StoreRoom _room = new(options);

    public bool IsDurable => false;

    public ValueTask<StoreContents> OpenAsync(int lanes, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _lanes.Open(lanes);
            IReadOnlyList<LaneBacklog> backlog = _lanes.Backlog;
            return ValueTask.FromResult(new StoreContents
            {
                Lanes = backlog,
                HeldKeys = _parked.HeldKeys,
                Parked = _parked.Count,
                NewestPosition = backlog.Select(static one => one.NewestPosition).Append(_parked.NewestPosition).Max(),
            });
        }
    }

    public ValueTask<AppendResult> AppendAsync(IReadOnlyList<Operation> operations, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            int taken = 0;
            int duplicates = 0;
            int erasedLetters = 0;
            List<Operation> evicted = [];
            List<Operation> erased = [];
            foreach (Operation operation in operations)
            {
                if (Find(operation) is not null)
                {
                    duplicates++;
                }
                else if (!TryEnter(operation, evicted))
                {
                    break;
                }
                else if (operation.Kind.IsErasure())
                {
                    erasedLetters += Erase(operation, erased);
                }

                taken++;
            }

            return ValueTask.FromResult(new AppendResult
            {
                Taken = taken,
                Duplicates = duplicates,
                Evicted = evicted,
                Erased = erased,
                ErasedLetters = erasedLetters,
            });
        }
    }

    public ValueTask<IReadOnlyList<Operation>> ReadAsync(
        int lane, long after, int maxCount, int maxBytes, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return ValueTask.FromResult<IReadOnlyList<Operation>>(_lanes.Read(lane, after, maxCount, maxBytes));
        }
    }

    public ValueTask<ParkedBatch> ReadParkedAsync(string key, int maxCount, int maxBytes, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(_parked.Read(key, maxCount, maxBytes));
        }
    }

    public ValueTask<ChangeResult> ApplyAsync(StoreChanges changes, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            int removed = 0;
            int kept = 0;
            foreach (DeadLetter letter in changes.DeadLetters)
            {
                Operation? stored = Take(letter.Operation);
                removed += stored is null ? 0 : 1;
                kept += TryBury(letter, stored) ? 1 : 0;
            }

            removed += changes.Completed.Count(operation => Take(operation) is not null);
            int parked = changes.Parked.Count(TryPark);
            return ValueTask.FromResult(new ChangeResult(removed, kept, _deadLetters.Prune()) { Parked = parked });
        }
    }

    public ValueTask<IReadOnlyList<DeadLetter>> ListDeadLettersAsync(
        DeadLetterQuery query, int maxCount, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _deadLetters.Expire();
            return ValueTask.FromResult<IReadOnlyList<DeadLetter>>([.. _deadLetters.Find(query).Take(maxCount)]);
        }
    }

    public ValueTask<IReadOnlyList<DeadLetterGroup>> GroupDeadLettersAsync(
        DeadLetterQuery query, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _deadLetters.Expire();
            return ValueTask.FromResult<IReadOnlyList<DeadLetterGroup>>(
            [
                .. _deadLetters.Find(query)
                    .GroupBy(static letter => (letter.Reason, letter.Operation.Kind))
                    .Select(static group => new DeadLetterGroup(
                        group.Key.Reason,
                        group.Key.Kind,
                        group.LongCount(),
                        group.Min(static letter => letter.RejectedAt),
                        group.Max(static letter => letter.RejectedAt))),
            ]);
        }
    }

    public ValueTask<IReadOnlyList<Operation>> ReplayAsync(
        IReadOnlyList<Operation> operations, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return ValueTask.FromResult<IReadOnlyList<Operation>>([.. operations.Where(IsReplayed)]);
        }
    }

    public ValueTask<int> RemoveDeadLettersAsync(IReadOnlyList<Ulid> ids, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(ids.Count(id => _deadLetters.Take(id) is not null));
        }
    }

    public StoreStatistics GetStatistics()
    {
        lock (_gate)
        {
            _deadLetters.Expire();
            return new StoreStatistics(_room.Count, _room.Bytes, _lanes.OldestAt, _parked.Count, _deadLetters.Count);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>There is nothing to dispose of; containers ask for it when they are disposed of without waiting.</summary>
    public void Dispose()
    {
    }

    private Operation? Find(Operation operation) => _lanes.Find(operation) ?? _parked.Find(operation);

    private bool TryEnter(Operation operation, List<Operation> evicted)
    {
        if (_room.Fits(operation, _lanes.EventCount, _lanes.EventFootprint))
        {
            while (!_room.Fits(operation) && _lanes.OldestEvent is { } oldest)
            {
                Take(oldest);
                evicted.Add(oldest);
            }

            _room.Enter(operation);
        }
        else if (!_room.TryEnterReserve(operation))
        {
            return false;
        }

        Place(operation);
        return true;
    }

    private void Place(Operation operation)
    {
        if (operation.Parked is null)
        {
            _lanes.Add(operation);
        }
        else
        {
            _parked.Add(operation);
        }
    }

    private int Erase(Operation erasure, List<Operation> erased)
    {
        foreach (Operation operation in _parked.ErasedBy(erasure))
        {
            Take(operation);
            erased.Add(operation);
        }

        return _deadLetters.Erase(erasure.Key);
    }

    private Operation? Take(Operation operation)
    {
        Operation? found = _lanes.Find(operation);
        if (found is not null)
        {
            _lanes.Remove(found);
        }
        else if (_parked.Find(operation) is { } parked)
        {
            found = parked;
            _parked.Remove(parked);
        }

        if (found is not null)
        {
            _room.Leave(found);
        }

        return found;
    }

    private bool TryBury(DeadLetter letter, Operation? stored)
    {
        Operation operation = letter.Operation;
        if ((operation.Position > 0 && stored is null) || _parked.IsErased(operation))
        {
            return false;
        }

        // What could not be read when it was given up can be read again some day.
        ReadOnlyMemory<byte> payload = operation.Payload.IsEmpty && stored is not null ? stored.Payload : operation.Payload;
        _deadLetters.Add(letter.With(operation.WithoutPlace(payload)));
        return true;
    }

    private bool TryPark(Operation operation)
    {
        ParkedState state = operation.Parked.GetValueOrDefault();
        if (_lanes.Find(operation) is { } waiting)
        {
            _lanes.Remove(waiting);
            _parked.Add(waiting.With(parked: state));
        }
        else if (_parked.Find(operation) is { } parked)
        {
            _parked.Remove(parked);
            _parked.Add(parked.With(parked: state));
        }
        else
        {
            return false;
        }

        return true;
    }

    private bool IsReplayed(Operation operation)
    {
        if (_deadLetters.Take(operation.Id) is not { } letter)
        {
            return Find(operation) is not null;
        }

        Operation replayed = letter.Operation.With(position: operation.Position, parked: operation.Parked);
        _room.Enter(replayed);
        Place(replayed);
        return true;
    }
}
