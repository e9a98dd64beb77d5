using System.Text;

namespace CustomerIo.Resilience.Testing.Simulation;

/// <content>Views of the state, each taken under the lock.</content>
internal sealed partial class Workspace
{
    public int PersonCount
    {
        get
        {
            lock (_gate)
            {
                return _people.All.Count;
            }
        }
    }

    public SimulatedPerson? Person(PersonKey key)
    {
        lock (_gate)
        {
            return _people.Find(key) is { } person ? View(person) : null;
        }
    }

    /// <summary>Lets a reader look at the state while nothing changes.</summary>
    public T Read<T>(Func<Workspace, T> read)
    {
        lock (_gate)
        {
            return read(this);
        }
    }

    /// <summary>
    /// Whom the identifier in a v1 path means: <c>cio_</c> and a Customer.io identifier, an <c>id</c>, or an email
    /// address unless it is somebody's <c>id</c>.
    /// </summary>
    public PersonKey FromPath(string identifier)
    {
        if (identifier.StartsWith("cio_", StringComparison.Ordinal))
        {
            return PersonKey.CioId(identifier[4..]);
        }

        lock (_gate)
        {
            var id = PersonKey.Id(identifier);
            var isId = _people.Find(id) is not null || _suppressed.Contains(id);
            return !isId && identifier.Contains('@', StringComparison.Ordinal)
                ? PersonKey.Email(identifier)
                : id;
        }
    }

    public IReadOnlyList<SimulatedPerson> People()
    {
        lock (_gate)
        {
            return [.. _people.All.Select(View)];
        }
    }

    public IReadOnlyList<AcceptedOperation> EventsOf(PersonKey key)
    {
        lock (_gate)
        {
            var events = key.Kind == IdentifierKind.AnonymousId
                ? _visitorEvents.GetValueOrDefault(key.Value)
                : _people.Find(key)?.Events;
            return events is null ? [] : [.. events];
        }
    }

    public AcceptedOperation? Event(string ulid)
    {
        if (!UlidText.TryParse(Encoding.UTF8.GetBytes(ulid), out var value))
        {
            return null;
        }

        lock (_gate)
        {
            return _events.GetValueOrDefault(value);
        }
    }

    public SimulatedObject? Object(string typeId, string objectId)
    {
        lock (_gate)
        {
            return Find(new ObjectKey(typeId, objectId, IsAssigned: false))?.ToView();
        }
    }

    public bool IsSuppressed(PersonKey key)
    {
        lock (_gate)
        {
            return _suppressed.Contains(key);
        }
    }

    private SimulatedPerson View(PersonState person) => person.ToView(
        [.. _segments.Values.Where(segment => segment.Members.Contains(person)).Select(segment => segment.Id)]);
}
