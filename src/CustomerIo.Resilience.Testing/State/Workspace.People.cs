using System.Text.Json;

namespace CustomerIo.Resilience.Testing.Simulation;

/// <content>What operations do to people.</content>
internal sealed partial class Workspace
{
    private const string TopicPrefix = "cio_subscription_preferences.topics.";

    private OperationOutcome ApplyToPerson(in TrackItem item, long timestamp)
    {
        switch (item.Action)
        {
            case "suppress":
                var suppressed = _people.Find(item.Person);
                _suppressed.Add(item.Person, suppressed);
                Remove(suppressed);
                return OperationOutcome.Applied;
            case "unsuppress":
                return _suppressed.Remove(item.Person) ? OperationOutcome.Applied : OperationOutcome.Ignored;
            case var _ when _suppressed.Contains(item.Person):
                return OperationOutcome.Suppressed;
            case "identify":
                return Identify(in item, timestamp);
            case "delete":
                return Remove(_people.Find(item.Person));
            case "add_device":
                return AddDevice(in item);
            case "delete_device":
                return Took(_people.Find(item.Person)?.Devices.Remove(item.Target!) ?? false);
            case "merge":
                return Merge(in item);
            case "add_relationships":
                return Took(_people.FindOrCreate(item.Person) is { } relating
                    && Relate(relating, TrackItem.Element(item.Relationships), add: true, timestamp));
            case "delete_relationships":
                return Took(_people.Find(item.Person) is { } parting
                    && Relate(parting, TrackItem.Element(item.Relationships), add: false, timestamp));
            default:
                return OperationOutcome.Applied;
        }
    }

    private static OperationOutcome Took(bool effect) => effect ? OperationOutcome.Applied : OperationOutcome.Ignored;

    private OperationOutcome Identify(in TrackItem item, long timestamp)
    {
        var facts = IdentifyFacts.Read(item.Attributes);
        var person = _people.Find(item.Person) ?? ClaimByEmail(item.Person, facts.Email);
        if (person is null && !facts.UpdateOnly)
        {
            person = _people.FindOrCreate(item.Person);
        }

        if (person is null)
        {
            return OperationOutcome.Ignored;
        }

        WriteAttributes(person, in item, timestamp);
        if (facts.AnonymousId is { } visitor && _visitorEvents.Remove(visitor, out var events))
        {
            person.Events.AddRange(events);
        }

        Relate(person, TrackItem.Element(item.Relationships), add: true, timestamp);
        var v1 = TrackItem.Element(facts.Relationships);
        if (v1.TryGet("relationships", out var relationships))
        {
            Relate(person, relationships, v1.Text("action") is not "delete_relationships", timestamp);
        }

        return OperationOutcome.Applied;
    }

    /// <summary>Somebody known by email alone becomes the person with this id.</summary>
    private PersonState? ClaimByEmail(PersonKey key, string? email) =>
        key.Kind == IdentifierKind.Id
        && email is not null
        && _people.Find(PersonKey.Email(email)) is { Id: null } person
        && _people.TrySet(person, key)
            ? person
            : null;

    private void WriteAttributes(PersonState person, in TrackItem item, long timestamp)
    {
        if (item.Attributes.IsEmpty)
        {
            return;
        }

        var reader = new Utf8JsonReader(item.Attributes.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = AttributeBag.Name(ref reader);
            var value = AttributeBag.Value(ref reader, item.Attributes);
            if (IsPlain(person, item.Person, name, value, timestamp))
            {
                person.Attributes.Write(name, value, timestamp);
            }
        }
    }

    /// <summary>Gives reserved names their effect; true when the value is to be kept as an attribute as well.</summary>
    private bool IsPlain(PersonState person, PersonKey named, string name, ReadOnlyMemory<byte> value, long timestamp)
    {
        switch (name)
        {
            case "_update" or "_timestamp" or "cio_relationships" or "anonymous_id" or "cio_id":
                return false;
            case "id":
                return (named.Kind == IdentifierKind.CioId
                        || person.Id is null
                        || string.Equals(person.Id, Text(value), StringComparison.Ordinal))
                    && SetIdentifier(person, IdentifierKind.Id, value);
            case "email":
                return SetIdentifier(person, IdentifierKind.Email, value);
            case "phone":
                SetIdentifier(person, IdentifierKind.Phone, value);
                return true;
            case "cio_subscription_preferences":
                WriteTopics(person, Json.Parse(value.Span), timestamp);
                return true;
            default:
                if (name.StartsWith(TopicPrefix, StringComparison.Ordinal))
                {
                    WriteTopic(person, name[TopicPrefix.Length..], Json.Parse(value.Span), timestamp);
                    return false;
                }

                return true;
        }
    }

    private bool SetIdentifier(PersonState person, IdentifierKind kind, ReadOnlyMemory<byte> value)
    {
        var text = Text(value);
        return !string.IsNullOrEmpty(text)
            && !_suppressed.Contains(new PersonKey(kind, text))
            && _people.TrySet(person, new PersonKey(kind, text));
    }

    private static string? Text(ReadOnlyMemory<byte> value) =>
        value.Span[0] == (byte)'"' ? Json.Parse(value.Span).GetString() : null;

    private static void WriteTopics(PersonState person, JsonElement preferences, long timestamp)
    {
        if (preferences.TryGet("topics", out var topics) && topics.ValueKind == JsonValueKind.Object)
        {
            foreach (var topic in topics.EnumerateObject())
            {
                WriteTopic(person, topic.Name, topic.Value, timestamp);
            }
        }
    }

    private static void WriteTopic(PersonState person, string topic, JsonElement value, long timestamp)
    {
        var topics = person.Topics ??= new Dictionary<string, (bool, long)>(StringComparer.Ordinal);
        if (!topics.TryGetValue(topic, out var current) || current.Timestamp <= timestamp)
        {
            topics[topic] = (value.ValueKind == JsonValueKind.True, timestamp);
        }
    }

    private OperationOutcome AddDevice(in TrackItem item)
    {
        if (_people.FindOrCreate(item.Person) is not { } person)
        {
            return OperationOutcome.Ignored;
        }

        var device = TrackItem.Element(item.Device);
        long? lastUsed = device.TryGet("last_used", out var used) && used.TryGetInt64(out var seconds) ? seconds : null;
        device.TryGet("attributes", out var attributes);
        person.Devices[item.Target!] = new SimulatedDevice(
            item.Target!, device.Text("platform")!, lastUsed, attributes);
        return OperationOutcome.Applied;
    }

    private OperationOutcome Merge(in TrackItem item)
    {
        IdentifierReader.ReadPerson(item.Secondary, item.Index, "secondary", out var other);
        if (_people.Find(item.Person) is not { } primary
            || _people.Find(other) is not { } secondary
            || ReferenceEquals(primary, secondary))
        {
            return OperationOutcome.Ignored;
        }

        primary.Attributes.FillFrom(secondary.Attributes);
        primary.Events.AddRange(secondary.Events);
        foreach (var device in secondary.Devices.Values)
        {
            primary.Devices.TryAdd(device.Token, device);
        }

        MoveRelations(secondary, primary);
        Remove(secondary);
        if (primary.Email is null && secondary.Email is { } email)
        {
            _people.TrySet(primary, PersonKey.Email(email));
        }

        if (primary.Id is null && secondary.Id is { } id)
        {
            _people.TrySet(primary, PersonKey.Id(id));
        }

        return OperationOutcome.Applied;
    }

    private OperationOutcome Remove(PersonState? person)
    {
        if (person is null)
        {
            return OperationOutcome.Ignored;
        }

        _people.Remove(person);
        RemoveRelations(person);
        return OperationOutcome.Applied;
    }
}
