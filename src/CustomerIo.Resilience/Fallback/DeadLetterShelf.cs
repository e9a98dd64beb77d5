namespace CustomerIo.Resilience.Fallback;

/// <summary>Dead letters in memory, by number, bounded in number, bytes and age.</summary>
internal sealed class DeadLetterShelf(FallbackOptions options, TimeProvider time)
{
    private const long DefaultMaxBytes = 64_000_000;

    private readonly SortedSet<long> _numbers = [];
    private readonly Dictionary<long, DeadLetter> _letters = [];
    private readonly Dictionary<Ulid, long> _ids = [];
    private readonly Dictionary<string, SortedSet<long>> _keys = new(StringComparer.Ordinal);

    // Without those of deletes and suppressions, which are kept whatever the bounds say.
    private readonly SortedSet<long> _droppable = [];
    private readonly SortedSet<(DateTimeOffset RejectedAt, long Number)> _ages = [];
    private long _newest;
    private long _footprint;
    private int _expired;

    public int Count => _letters.Count;

    /// <summary>Keeps a dead letter; one that it has already stays as it is.</summary>
    public void Add(DeadLetter letter)
    {
        if (_ids.ContainsKey(letter.Operation.Id))
        {
            return;
        }

        DeadLetter numbered = letter.With(letter.Operation, ++_newest);
        _numbers.Add(numbered.Number);
        _letters.Add(numbered.Number, numbered);
        _ids.Add(numbered.Operation.Id, numbered.Number);
        _footprint += Footprint(numbered);
        foreach (string key in KeysOf(numbered.Operation))
        {
            if (!_keys.TryGetValue(key, out SortedSet<long>? numbers))
            {
                _keys[key] = numbers = [];
            }

            numbers.Add(numbered.Number);
        }

        if (!numbered.Operation.Kind.IsErasure())
        {
            _droppable.Add(numbered.Number);
            _ages.Add((numbered.RejectedAt, numbered.Number));
        }
    }

    public IEnumerable<DeadLetter> Find(DeadLetterQuery query) =>
        Candidates(query).Select(number => _letters[number]).Where(query.Matches);

    public DeadLetter? Take(Ulid id)
    {
        if (!_ids.TryGetValue(id, out long number))
        {
            return null;
        }

        DeadLetter letter = _letters[number];
        Remove(letter);
        return letter;
    }

    /// <summary>Removes those that own or name a key. Gives how many.</summary>
    public int Erase(string key)
    {
        if (!_keys.TryGetValue(key, out SortedSet<long>? numbers))
        {
            return 0;
        }

        long[] erased = [.. numbers];
        Array.ForEach(erased, number => Remove(_letters[number]));
        return erased.Length;
    }

    /// <summary>Lets those go that are too old.</summary>
    public void Expire()
    {
        DateTimeOffset expiry = time.GetUtcNow() - options.DeadLetterRetention;
        while (_ages.Count > 0 && _ages.Min is var oldest && oldest.RejectedAt < expiry)
        {
            Remove(_letters[oldest.Number]);
            _expired++;
        }
    }

    /// <summary>Lets the oldest of too many go. Gives how many, with those that have expired since it was asked last.</summary>
    public int Prune()
    {
        Expire();
        int dropped = Interlocked.Exchange(ref _expired, 0);
        long maxBytes = options.MaxDeadLetterBytes ?? DefaultMaxBytes;
        while (_droppable.Count > 0 && (_letters.Count > options.MaxDeadLetters || _footprint > maxBytes))
        {
            Remove(_letters[_droppable.Min]);
            dropped++;
        }

        return dropped;
    }

    private static long Footprint(DeadLetter letter) => letter.Operation.Footprint() + (sizeof(char) * TextLength(letter.Error));

    private static int TextLength(CustomerIoError? error) =>
        (error?.Message?.Length ?? 0) + (error?.Reason?.Length ?? 0) + (error?.Field?.Length ?? 0);

    private static IEnumerable<string> KeysOf(Operation operation) => operation.SecondKey is null
        ? operation.NamedKeys.Append(operation.Key)
        : operation.NamedKeys.Append(operation.Key).Append(operation.SecondKey);

    private SortedSet<long> Candidates(DeadLetterQuery query)
    {
        if (query.Id is { } id)
        {
            return _ids.TryGetValue(id, out long number) ? [number] : [];
        }

        SortedSet<long> numbers = query.Key is not { } key ? _numbers : _keys.GetValueOrDefault(key, []);
        return query.After == long.MaxValue ? [] : numbers.GetViewBetween(query.After + 1, long.MaxValue);
    }

    private void Remove(DeadLetter letter)
    {
        _numbers.Remove(letter.Number);
        _letters.Remove(letter.Number);
        _ids.Remove(letter.Operation.Id);
        _droppable.Remove(letter.Number);
        _ages.Remove((letter.RejectedAt, letter.Number));
        _footprint -= Footprint(letter);
        foreach (string key in KeysOf(letter.Operation))
        {
            if (_keys.TryGetValue(key, out SortedSet<long>? numbers) && numbers.Remove(letter.Number) && numbers.Count == 0)
            {
                _keys.Remove(key);
            }
        }
    }
}
