namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>Suppressed identifiers. A person's id and email are suppressed, and come free again, together.</summary>
internal sealed class SuppressionList
{
    private readonly Dictionary<PersonKey, PersonKey[]> _groups = [];

    public bool Contains(PersonKey key) => _groups.ContainsKey(Normalize(key));

    public void Add(PersonKey key, PersonState? person)
    {
        var keys = new HashSet<PersonKey>();
        if (key.Kind is not (IdentifierKind.CioId or IdentifierKind.None))
        {
            keys.Add(Normalize(key));
        }

        if (person?.Id is { } id)
        {
            keys.Add(PersonKey.Id(id));
        }

        if (person?.Email is { } email)
        {
            keys.Add(Normalize(PersonKey.Email(email)));
        }

        PersonKey[] group = [.. keys];
        foreach (var member in group)
        {
            _groups[member] = group;
        }
    }

    public bool Remove(PersonKey key)
    {
        if (!_groups.TryGetValue(Normalize(key), out var group))
        {
            return false;
        }

        foreach (var member in group)
        {
            _groups.Remove(member);
        }

        return true;
    }

    private static PersonKey Normalize(PersonKey key) =>
        key.Kind == IdentifierKind.Email ? key with { Value = key.Value.ToLowerInvariant() } : key;
}
