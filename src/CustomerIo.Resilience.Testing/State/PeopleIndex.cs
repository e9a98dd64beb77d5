namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>Finds people by each of their identifiers, and keeps each identifier with one person only.</summary>
internal sealed class PeopleIndex
{
    private readonly Dictionary<string, PersonState> _byCioId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PersonState> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PersonState> _byEmail = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, PersonState> _byPhone = new(StringComparer.Ordinal);
    private long _lastCioId;

    public IReadOnlyCollection<PersonState> All => _byCioId.Values;

    public PersonState? Find(PersonKey key) => key.Kind switch
    {
        IdentifierKind.Id => _byId.GetValueOrDefault(key.Value),
        IdentifierKind.Email => _byEmail.GetValueOrDefault(key.Value),
        IdentifierKind.CioId => _byCioId.GetValueOrDefault(key.Value),
        IdentifierKind.Phone => _byPhone.GetValueOrDefault(key.Value),
        _ => null,
    };

    /// <summary>Finds or creates; null for keys that cannot create anybody.</summary>
    public PersonState? FindOrCreate(PersonKey key)
    {
        if (Find(key) is { } known)
        {
            return known;
        }

        if (key.Kind is IdentifierKind.CioId or IdentifierKind.AnonymousId or IdentifierKind.None)
        {
            return null;
        }

        var person = new PersonState($"{++_lastCioId:x12}");
        _byCioId.Add(person.CioId, person);
        TrySet(person, key);
        return person;
    }

    /// <summary>Gives a person an identifier; false when it is somebody else's.</summary>
    public bool TrySet(PersonState person, PersonKey key)
    {
        var index = key.Kind switch
        {
            IdentifierKind.Id => _byId,
            IdentifierKind.Email => _byEmail,
            IdentifierKind.Phone => _byPhone,
            _ => throw new ArgumentException($"{key.Kind} cannot be changed.", nameof(key)),
        };
        if (index.TryGetValue(key.Value, out var holder))
        {
            return ReferenceEquals(holder, person);
        }

        Forget(index, Swap(person, key));
        index.Add(key.Value, person);
        return true;
    }

    public void Remove(PersonState person)
    {
        _byCioId.Remove(person.CioId);
        Forget(_byId, person.Id);
        Forget(_byEmail, person.Email);
        Forget(_byPhone, person.Phone);
    }

    private static void Forget(Dictionary<string, PersonState> index, string? value)
    {
        if (value is not null)
        {
            index.Remove(value);
        }
    }

    private static string? Swap(PersonState person, PersonKey key)
    {
        string? old;
        switch (key.Kind)
        {
            case IdentifierKind.Id:
                (old, person.Id) = (person.Id, key.Value);
                return old;
            case IdentifierKind.Email:
                (old, person.Email) = (person.Email, key.Value);
                return old;
            default:
                (old, person.Phone) = (person.Phone, key.Value);
                return old;
        }
    }
}
