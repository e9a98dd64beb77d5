namespace CustomerIo.Resilience.Fallback;

/// <summary>The parked operations of one key, by position, and those that only name it.</summary>
internal sealed class ParkedKey
{
    private readonly SortedDictionary<long, Operation> _owned = [];
    private SortedSet<long>? _named;
    private SortedSet<long>? _barriers;
    private SortedSet<long>? _erasures;
    private SortedSet<long>? _failed;

    public bool IsEmpty => _owned.Count == 0 && !(_named?.Count > 0);

    public int Count => _owned.Count;

    public long NewestBarrier => Newest(_barriers);

    public long NewestErasure => Newest(_erasures);

    /// <summary>Those that own the key, in their order.</summary>
    public IEnumerable<Operation> Owned => _owned.Values;

    /// <summary>The positions of those that name it.</summary>
    public IEnumerable<long> Named => _named ?? [];

    public bool IsOwnedBelow(long position) => _owned.Count > 0 && FirstOwned() < position;

    public bool IsNamedBelow(long position) => HasBelow(_named, position);

    public bool HasBarrierBelow(long position) => HasBelow(_barriers, position);

    public bool HasFailedBelow(long position) => HasBelow(_failed, position);

    public void Own(Operation operation)
    {
        _owned[operation.Position] = operation;
        if (operation.Kind.IsBarrier())
        {
            (_barriers ??= []).Add(operation.Position);
        }

        if (operation.Kind.IsErasure())
        {
            (_erasures ??= []).Add(operation.Position);
        }

        if (operation.Parked is { HasFailed: true })
        {
            (_failed ??= []).Add(operation.Position);
        }
    }

    public void Disown(long position)
    {
        _owned.Remove(position);
        _barriers?.Remove(position);
        _erasures?.Remove(position);
        _failed?.Remove(position);
    }

    public void Name(long position) => (_named ??= []).Add(position);

    public void Unname(long position) => _named?.Remove(position);

    private static bool HasBelow(SortedSet<long>? positions, long position) =>
        positions is { Count: > 0 } && positions.Min < position;

    private static long Newest(SortedSet<long>? positions) => positions is { Count: > 0 } ? positions.Max : 0;

    private long FirstOwned()
    {
        foreach (long position in _owned.Keys)
        {
            return position;
        }

        return long.MaxValue;
    }
}
