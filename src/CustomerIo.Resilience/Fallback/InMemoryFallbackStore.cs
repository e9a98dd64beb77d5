namespace CustomerIo.Resilience.Fallback;

/// <summary>
/// Keeps operations in memory, bounded in number and bytes. It survives an outage of Customer.io, not the end of the process.
/// </summary>
internal sealed class InMemoryFallbackStore : IFallbackStore, IDisposable
{
    private const int DefaultMaxCount = 100_000;
    private const long DefaultMaxBytes = 256_000_000;

    private static readonly LaneBacklog[] NoBacklog = [];

    private readonly object _gate = new();
    private readonly SortedDictionary<long, Operation>[] _lanes;
    private readonly DeadLetterShelf _deadLetters;
    private readonly int _maxCount;
    private readonly long _maxBytes;

    // Events in the order they came, those that have left among them; kept only where they may have to make room.
    private readonly Queue<Operation>? _events;
    private long _count;
    private long _bytes;

    public InMemoryFallbackStore(int lanes, FallbackOptions options, TimeProvider time)
    {
        _lanes = [.. Enumerable.Range(0, lanes).Select(static _ => new SortedDictionary<long, Operation>())];
        _deadLetters = new DeadLetterShelf(options, time);
        _maxCount = options.MaxCount ?? DefaultMaxCount;
        _maxBytes = options.MaxBytes ?? DefaultMaxBytes;
        _events = options.WhenFull is StoreOverflow.DropOldestEvents ? new() : null;
    }

    public bool IsDurable => false;

    public ValueTask<IReadOnlyList<LaneBacklog>> OpenAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<LaneBacklog>>(NoBacklog);

    public ValueTask<AppendResult> AppendAsync(IReadOnlyList<Operation> operations, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            int taken = 0;
            int duplicates = 0;
            List<EvictedOperation> evicted = [];
            foreach (Operation operation in operations)
            {
                if (Has(operation))
                {
                    duplicates++;
                }
                else if (MakeRoom(operation, evicted))
                {
                    Add(operation);
                }
                else
                {
                    break;
                }

                taken++;
            }

            return ValueTask.FromResult(new AppendResult(taken, duplicates, evicted));
        }
    }

    public ValueTask<IReadOnlyList<Operation>> ReadAsync(
        int lane, int maxCount, int maxBytes, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            List<Operation> page = [];
            long bytes = 0;
            foreach (Operation operation in _lanes[lane].Values)
            {
                bytes += operation.Payload.Length;
                if (page.Count == maxCount || (bytes > maxBytes && page.Count > 0))
                {
                    break;
                }

                page.Add(operation);
            }

            return ValueTask.FromResult<IReadOnlyList<Operation>>(page);
        }
    }

    public ValueTask<CompleteResult> CompleteAsync(
        int lane,
        IReadOnlyList<Operation> operations,
        IReadOnlyList<DeadLetter> deadLetters,
        CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            int removed = 0;
            HashSet<Ulid> gone = [];
            foreach (Operation operation in operations)
            {
                if (Has(operation))
                {
                    removed += Remove(operation);
                }
                else
                {
                    gone.Add(operation.Id);
                }
            }

            DeadLetter[] kept = [.. deadLetters.Where(letter => !gone.Contains(letter.Operation.Id))];
            Array.ForEach(kept, _deadLetters.Add);
            int dropped = kept.Length > 0 ? _deadLetters.Prune() : 0;
            return ValueTask.FromResult(new CompleteResult(removed, kept.Length, dropped));
        }
    }

    public ValueTask<int> EraseAsync(int lane, IReadOnlyList<Erasure> erasures, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(erasures.Sum(erasure => Erase(lane, erasure)));
        }
    }

    public ValueTask<IReadOnlyList<DeadLetter>> ListDeadLettersAsync(
        Ulid? after, int maxCount, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _deadLetters.Prune();
            return ValueTask.FromResult(_deadLetters.List(after, maxCount));
        }
    }

    public ValueTask<DeadLetter?> TakeDeadLetterAsync(Ulid id, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(_deadLetters.Take(id));
        }
    }

    public StoreStatistics GetStatistics()
    {
        lock (_gate)
        {
            DateTimeOffset? oldest = null;
            foreach (SortedDictionary<long, Operation> lane in _lanes)
            {
                if (lane.Count > 0 && lane.First().Value.OccurredAt is var first && !(first >= oldest))
                {
                    oldest = first;
                }
            }

            return new StoreStatistics(_count, _bytes, oldest, _deadLetters.Count);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>There is nothing to dispose of; containers ask for it when they are disposed of without waiting.</summary>
    public void Dispose()
    {
    }

    private bool Has(Operation operation) =>
        _lanes[operation.Lane].TryGetValue(operation.Sequence, out Operation? found) && found.Id == operation.Id;

    private bool MakeRoom(Operation operation, List<EvictedOperation> evicted)
    {
        while (_count >= _maxCount || _bytes + operation.Payload.Length > _maxBytes)
        {
            if (_events is null || !_events.TryDequeue(out Operation? oldest))
            {
                return false;
            }

            if (Has(oldest))
            {
                Remove(oldest);
                evicted.Add(new EvictedOperation(oldest.Lane, oldest.Sequence));
            }
        }

        return true;
    }

    private int Erase(int lane, Erasure erasure)
    {
        _deadLetters.Erase(erasure.Key);
        Operation[] erased =
        [
            .. _lanes[lane].Values
                .TakeWhile(operation => operation.Sequence < erasure.BeforeSequence)
                .Where(operation => operation.Kind.IsErasable())
                .Where(operation => string.Equals(operation.Key, erasure.Key, StringComparison.Ordinal)),
        ];
        return erased.Sum(Remove);
    }

    private void Add(Operation operation)
    {
        _lanes[operation.Lane].Add(operation.Sequence, operation);
        _bytes += operation.Payload.Length;
        _count += Weight(operation);
        if (_events is not null && operation.Kind.IsEvent())
        {
            _events.Enqueue(operation);
        }
    }

    private int Remove(Operation operation)
    {
        _lanes[operation.Lane].Remove(operation.Sequence, out Operation? stored);
        _bytes -= stored!.Payload.Length;
        _count -= Weight(operation);
        return Weight(operation);
    }

    private static int Weight(Operation operation) => operation.Kind is OperationKind.MergeBarrier ? 0 : 1;
}
