using System.Text.Json;

namespace CustomerIo.Resilience.Testing.Simulation;

/// <content>Objects, relationships and manual segments.</content>
internal sealed partial class Workspace
{
    private readonly Dictionary<(string Type, string Id), ObjectState> _objects = [];
    private readonly Dictionary<string, ObjectState> _objectsByCioId = new(StringComparer.Ordinal);
    private readonly SortedDictionary<int, SegmentState> _segments = [];
    private long _lastObject;

    private OperationOutcome ApplyToObject(in TrackItem item, long timestamp)
    {
        if (ObjectKey.From(TrackItem.Element(item.Identifiers)) is not { } key)
        {
            return OperationOutcome.Ignored;
        }

        var mayCreate = item.Action is "identify" or "identify_anonymous" or "add_relationships";
        if ((mayCreate ? FindOrCreate(key) : Find(key)) is not { } found)
        {
            return OperationOutcome.Ignored;
        }

        if (item.Action is "delete")
        {
            Remove(found);
            return OperationOutcome.Applied;
        }

        if (!item.Attributes.IsEmpty)
        {
            found.Attributes.WriteAll(item.Attributes, timestamp);
        }

        var add = item.Action is not "delete_relationships";
        RelatePeople(found, TrackItem.Element(item.Relationships), add, timestamp);
        return OperationOutcome.Applied;
    }

    private ObjectState? Find(ObjectKey key) => key.IsAssigned
        ? _objectsByCioId.GetValueOrDefault(key.ObjectId)
        : _objects.GetValueOrDefault((key.TypeId, key.ObjectId));

    private ObjectState? FindOrCreate(ObjectKey key)
    {
        if (Find(key) is { } known || key.IsAssigned)
        {
            return Find(key);
        }

        var created = new ObjectState(key.TypeId, key.ObjectId, $"cob_{++_lastObject:x8}");
        _objects.Add((key.TypeId, key.ObjectId), created);
        _objectsByCioId.Add(created.CioObjectId, created);
        return created;
    }

    private void Remove(ObjectState found)
    {
        _objects.Remove((found.TypeId, found.ObjectId));
        _objectsByCioId.Remove(found.CioObjectId);
        foreach (var person in found.People.Keys.ToArray())
        {
            found.Unrelate(person);
        }
    }

    /// <summary>From a person's side: each entry names an object.</summary>
    private bool Relate(PersonState person, JsonElement relationships, bool add, long timestamp)
    {
        if (relationships.ValueKind != JsonValueKind.Array)
        {
            return false;
        }

        foreach (var entry in relationships.EnumerateArray())
        {
            if (!entry.TryGet("identifiers", out var identifiers) || ObjectKey.From(identifiers) is not { } key)
            {
                continue;
            }

            entry.TryGet("relationship_attributes", out var attributes);
            if (add)
            {
                FindOrCreate(key)?.Relate(person, attributes, timestamp);
            }
            else
            {
                Find(key)?.Unrelate(person);
            }
        }

        return true;
    }

    /// <summary>From an object's side: each entry names a person or a visitor.</summary>
    private void RelatePeople(ObjectState target, JsonElement relationships, bool add, long timestamp)
    {
        if (relationships.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        foreach (var entry in relationships.EnumerateArray())
        {
            if (!entry.TryGet("identifiers", out var identifiers)
                || IdentifierReader.ReadPerson(Json.Raw(identifiers), 0, "identifiers", out var key) is not null
                || _suppressed.Contains(key))
            {
                continue;
            }

            entry.TryGet("relationship_attributes", out var attributes);
            RelateOne(target, key, attributes, add, timestamp);
        }
    }

    private void RelateOne(ObjectState target, PersonKey key, JsonElement attributes, bool add, long timestamp)
    {
        if (key.Kind == IdentifierKind.AnonymousId)
        {
            if (add)
            {
                target.Relate(key.Value, attributes, timestamp);
            }
            else
            {
                target.Visitors.Remove(key.Value);
            }
        }
        else if (add && _people.FindOrCreate(key) is { } person)
        {
            target.Relate(person, attributes, timestamp);
        }
        else if (!add && _people.Find(key) is { } known)
        {
            target.Unrelate(known);
        }
    }

    private void MoveRelations(PersonState from, PersonState to)
    {
        foreach (var target in from.Objects?.ToArray() ?? [])
        {
            if (target.People.TryGetValue(from, out var bag))
            {
                target.People.TryAdd(to, bag);
                (to.Objects ??= []).Add(target);
            }
        }

        foreach (var segment in _segments.Values)
        {
            if (segment.Members.Contains(from))
            {
                segment.Members.Add(to);
            }
        }
    }

    private void RemoveRelations(PersonState person)
    {
        foreach (var target in person.Objects?.ToArray() ?? [])
        {
            target.Unrelate(person);
        }

        foreach (var segment in _segments.Values)
        {
            segment.Members.Remove(person);
        }
    }

    private void ResetObjects()
    {
        _objects.Clear();
        _objectsByCioId.Clear();
        _segments.Clear();
    }
}
