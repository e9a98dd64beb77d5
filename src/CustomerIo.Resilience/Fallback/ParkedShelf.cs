namespace CustomerIo.Resilience.Fallback;

/// <summary>What is parked, in memory: by position, and by the keys that it owns and names.</summary>
internal sealed class ParkedShelf
{
    private readonly Dictionary<long, Operation> _operations = [];
    private readonly Dictionary<string, ParkedKey> _keys = new(StringComparer.Ordinal);

    public int Count => _operations.Count;

    public long NewestPosition => _operations.Count > 0 ? _operations.Keys.Max() : 0;

    public IReadOnlyList<HeldKey> HeldKeys =>
    [
        .. _keys
            .Where(static pair => pair.Value.Count > 0)
            .Select(pair => new HeldKey(
                pair.Key, pair.Value.Count, SecondCountOf(pair.Key), pair.Value.NewestBarrier, pair.Value.NewestErasure)),
    ];

    public Operation? Find(Operation operation) =>
        _operations.TryGetValue(operation.Position, out Operation? found) && found.Id == operation.Id ? found : null;

    public void Add(Operation operation)
    {
        _operations.Add(operation.Position, operation);
        foreach (string key in OwnKeys(operation))
        {
            KeyOf(key).Own(operation);
        }

        foreach (string key in operation.NamedKeys)
        {
            KeyOf(key).Name(operation.Position);
        }
    }

    /// <summary>Removes one that was found.</summary>
    public void Remove(Operation operation)
    {
        _operations.Remove(operation.Position);
        foreach (string key in OwnKeys(operation))
        {
            if (_keys.TryGetValue(key, out ParkedKey? parked))
            {
                parked.Disown(operation.Position);
                Tidy(key, parked);
            }
        }

        foreach (string key in operation.NamedKeys)
        {
            if (_keys.TryGetValue(key, out ParkedKey? parked))
            {
                parked.Unname(operation.Position);
                Tidy(key, parked);
            }
        }
    }

    public ParkedBatch Read(string key, int maxCount, int maxBytes)
    {
        List<Operation> page = _keys.TryGetValue(key, out ParkedKey? parked) ? parked.Owned.ToPage(maxCount, maxBytes) : [];
        return new ParkedBatch { Operations = page, IsBlocked = page.Count > 0 && IsBlocked(page[0]) };
    }

    /// <summary>What a delete or suppress takes with it.</summary>
    public List<Operation> ErasedBy(Operation erasure)
    {
        if (!_keys.TryGetValue(erasure.Key, out ParkedKey? parked))
        {
            return [];
        }

        return
        [
            .. parked.Owned
                .TakeWhile(one => one.Position < erasure.Position)
                .Where(static one => one.Kind.IsErasable()),
            .. parked.Named
                .TakeWhile(position => position < erasure.Position)
                .Select(position => _operations[position])
                .Where(one => !one.Owns(erasure.Key) && _keys[one.Key].HasFailedBelow(erasure.Position)),
        ];
    }

    /// <summary>Whether a later delete or suppress is parked of somebody whose it is, or whom it names.</summary>
    public bool IsErased(Operation operation) =>
        OwnKeys(operation).Concat(operation.NamedKeys).Any(key =>
            _keys.TryGetValue(key, out ParkedKey? parked) && parked.NewestErasure > operation.Position);

    private bool IsBlocked(Operation first)
    {
        foreach (string key in OwnKeys(first))
        {
            ParkedKey own = _keys[key];
            if (own.IsOwnedBelow(first.Position) || (first.Kind.IsBarrier() && own.IsNamedBelow(first.Position)))
            {
                return true;
            }
        }

        return first.NamedKeys.Any(key => _keys[key].HasBarrierBelow(first.Position));
    }

    private static IEnumerable<string> OwnKeys(Operation operation)
    {
        yield return operation.Key;
        if (operation.SecondKey is not null)
        {
            yield return operation.SecondKey;
        }
    }

    private ParkedKey KeyOf(string key)
    {
        if (!_keys.TryGetValue(key, out ParkedKey? parked))
        {
            _keys[key] = parked = new ParkedKey();
        }

        return parked;
    }

    private void Tidy(string key, ParkedKey parked)
    {
        if (parked.IsEmpty)
        {
            _keys.Remove(key);
        }
    }

    private int SecondCountOf(string key) => _operations.Values.Count(one => !string.Equals(one.Key, key, StringComparison.Ordinal) && one.Owns(key));
}
