using System.Text.Json;

namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>An object as the workspace keeps it.</summary>
internal sealed class ObjectState(string typeId, string objectId, string cioObjectId)
{
    public string TypeId { get; } = typeId;

    public string ObjectId { get; } = objectId;

    public string CioObjectId { get; } = cioObjectId;

    public AttributeBag Attributes { get; } = new();

    public Dictionary<PersonState, AttributeBag> People { get; } = [];

    public Dictionary<string, AttributeBag> Visitors { get; } = new(StringComparer.Ordinal);

    public void Relate(PersonState person, JsonElement attributes, long timestamp)
    {
        if (!People.TryGetValue(person, out var bag))
        {
            People[person] = bag = new AttributeBag();
        }

        Write(bag, attributes, timestamp);
        (person.Objects ??= []).Add(this);
    }

    public void Relate(string anonymousId, JsonElement attributes, long timestamp)
    {
        if (!Visitors.TryGetValue(anonymousId, out var bag))
        {
            Visitors[anonymousId] = bag = new AttributeBag();
        }

        Write(bag, attributes, timestamp);
    }

    public void Unrelate(PersonState person)
    {
        People.Remove(person);
        person.Objects?.Remove(this);
    }

    public SimulatedObject ToView() => new(
        TypeId,
        ObjectId,
        CioObjectId,
        Attributes.ToDictionary(),
        [
            .. People.Select(pair => new SimulatedRelationship(
                pair.Key.CioId, pair.Key.Id, AnonymousId: null, pair.Value.ToDictionary())),
            .. Visitors.Select(pair => new SimulatedRelationship(
                CioId: null, PersonId: null, pair.Key, pair.Value.ToDictionary())),
        ]);

    private static void Write(AttributeBag bag, JsonElement attributes, long timestamp)
    {
        if (attributes.ValueKind == JsonValueKind.Object)
        {
            bag.WriteAll(Json.Raw(attributes), timestamp);
        }
    }
}
