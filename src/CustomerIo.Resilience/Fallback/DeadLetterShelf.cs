namespace CustomerIo.Resilience.Fallback;

/// <summary>Dead letters in memory, by id; at the bound the oldest go.</summary>
internal sealed class DeadLetterShelf(int capacity)
{
    private readonly SortedDictionary<Ulid, DeadLetter> _letters = [];

    public int Count => _letters.Count;

    public void Add(DeadLetter letter)
    {
        _letters[letter.Operation.Id] = letter;
        if (_letters.Count > capacity)
        {
            _letters.Remove(_letters.First().Key);
        }
    }

    public IReadOnlyList<DeadLetter> List(Ulid? after, int maxCount) =>
        [.. _letters.Where(pair => after is null || pair.Key > after).Take(maxCount).Select(static pair => pair.Value)];

    public DeadLetter? Take(Ulid id) => _letters.Remove(id, out DeadLetter? letter) ? letter : null;

    public void Erase(string key)
    {
        Ulid[] gone =
        [
            .. _letters
                .Where(pair => string.Equals(pair.Value.Operation.Key, key, StringComparison.Ordinal))
                .Select(static pair => pair.Key),
        ];
        foreach (Ulid id in gone)
        {
            _letters.Remove(id);
        }
    }
}
