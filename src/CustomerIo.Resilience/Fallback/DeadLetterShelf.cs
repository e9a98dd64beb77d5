namespace CustomerIo.Resilience.Fallback;

/// <summary>Dead letters in memory, by id, bounded in number and age.</summary>
internal sealed class DeadLetterShelf(FallbackOptions options, TimeProvider time)
{
    private readonly SortedDictionary<Ulid, DeadLetter> _letters = [];

    public int Count => _letters.Count;

    public void Add(DeadLetter letter) => _letters[letter.Operation.Id] = letter;

    public IReadOnlyList<DeadLetter> List(Ulid? after, int maxCount) =>
        [.. _letters.Where(pair => after is null || pair.Key > after).Take(maxCount).Select(static pair => pair.Value)];

    public DeadLetter? Take(Ulid id) => _letters.Remove(id, out DeadLetter? letter) ? letter : null;

    public void Erase(string key) =>
        Remove(_letters.Values.Where(letter => string.Equals(letter.Operation.Key, key, StringComparison.Ordinal)));

    /// <summary>Lets those go that are too old, then the oldest of too many. Gives how many.</summary>
    public int Prune()
    {
        DateTimeOffset expiry = time.GetUtcNow() - options.DeadLetterRetention;
        int expired = Remove(Droppable().Where(letter => letter.RejectedAt < expiry));
        return expired + Remove(Droppable().Take(Math.Max(0, _letters.Count - options.MaxDeadLetters)));
    }

    private IEnumerable<DeadLetter> Droppable() =>
        _letters.Values.Where(static letter => !letter.Operation.Kind.IsErasure());

    private int Remove(IEnumerable<DeadLetter> letters)
    {
        Ulid[] ids = [.. letters.Select(static letter => letter.Operation.Id)];
        return ids.Count(_letters.Remove);
    }
}
