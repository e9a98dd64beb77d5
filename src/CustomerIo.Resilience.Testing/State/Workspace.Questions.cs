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
