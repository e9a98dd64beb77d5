namespace CustomerIo.Resilience.Fallback;

/// <summary>
/// Keeps operations in memory, bounded in number and bytes. It survives an outage of Customer.io, not the end of the process.
/// </summary>
internal sealed class InMemoryFallbackStore(int lanes, FallbackOptions options) : IFallbackStore, IDisposable
{
    private static readonly LaneBacklog[] NoBacklog = [];

    private readonly object _gate = new();
    private readonly SortedDictionary<long, Operation>[] _lanes =
        [.. Enumerable.Range(0, lanes).Select(static _ => new SortedDictionary<long, Operation>())];

    private readonly Dictionary<Ulid, Operation> _byId = [];
    private readonly DeadLetterShelf _deadLetters = new(options.MaxDeadLetters);
    private long _count;
    private long _bytes;

    public bool IsDurable => false;

    public ValueTask<IReadOnlyList<LaneBacklog>> OpenAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<LaneBacklog>>(NoBacklog);

    public ValueTask<AppendResult> AppendAsync(IReadOnlyList<Operation> operations, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            int taken = 0;
            int duplicates = 0;
            foreach (Operation operation in operations)
            {
                if (_byId.ContainsKey(operation.Id))
                {
                    duplicates++;
                }
                else if (_count >= options.MaxCount || _bytes + operation.Payload.Length > options.MaxBytes)
                {
                    break;
                }
                else
                {
                    Add(operation);
                }

                taken++;
            }

            return ValueTask.FromResult(new AppendResult(taken, duplicates, []));
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

    public ValueTask<int> CompleteAsync(
        int lane, IReadOnlyList<Ulid> ids, IReadOnlyList<DeadLetter> deadLetters, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            int removed = 0;
            HashSet<Ulid> gone = [];
            foreach (Ulid id in ids)
            {
                if (_byId.TryGetValue(id, out Operation? operation))
                {
                    removed += Remove(operation);
                }
                else
                {
                    gone.Add(id);
                }
            }

            foreach (DeadLetter letter in deadLetters.Where(letter => !gone.Contains(letter.Operation.Id)))
            {
                _deadLetters.Add(letter);
            }

            return ValueTask.FromResult(removed);
        }
    }

    public ValueTask<int> EraseAsync(int lane, string key, long beforeSequence, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _deadLetters.Erase(key);
            Operation[] erased =
            [
                .. _lanes[lane].Values
                    .TakeWhile(operation => operation.Sequence < beforeSequence)
                    .Where(operation => operation.Kind.IsErasable())
                    .Where(operation => string.Equals(operation.Key, key, StringComparison.Ordinal)),
            ];
            return ValueTask.FromResult(erased.Sum(Remove));
        }
    }

    public ValueTask<IReadOnlyList<DeadLetter>> ListDeadLettersAsync(
        Ulid? after, int maxCount, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
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

    private void Add(Operation operation)
    {
        _byId.Add(operation.Id, operation);
        _lanes[operation.Lane].Add(operation.Sequence, operation);
        _bytes += operation.Payload.Length;
        _count += Weight(operation);
    }

    private int Remove(Operation operation)
    {
        _byId.Remove(operation.Id);
        _lanes[operation.Lane].Remove(operation.Sequence);
        _bytes -= operation.Payload.Length;
        _count -= Weight(operation);
        return Weight(operation);
    }

    private static int Weight(Operation operation) => operation.Kind is OperationKind.MergeBarrier ? 0 : 1;
}
