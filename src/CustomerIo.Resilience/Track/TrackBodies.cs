using CustomerIo.Resilience.Events;

namespace CustomerIo.Resilience.Track;

/// <summary>Writes the bodies of Track that need more than one line, and checks their sizes.</summary>
internal static class TrackBodies
{
    public static JsonBuffer Form(PersonId person, IReadOnlyDictionary<string, string> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        Limits.Require(Limits.CheckPerson(person), nameof(person));
        if (person.Kind is PersonIdKind.CioId)
        {
            throw new ArgumentException("A form takes a person by id or email address, not by cio_id.", nameof(person));
        }

        if (fields.ContainsKey("id") || fields.ContainsKey("email"))
        {
            throw new ArgumentException(
                "A form takes one identifier, and the person is it. Leave 'id' and 'email' out of the fields.",
                nameof(fields));
        }

        JsonBuffer json = new();
        JsonFields form = new(json);
        JsonFields data = new(form.Name("data"u8));
        data.Text(WireNames.Of(person.Kind), person.Value);
        foreach (KeyValuePair<string, string> field in fields)
        {
            json.WriteRaw((byte)',');
            json.WriteString(field.Key);
            json.WriteRaw((byte)':');
            json.WriteString(field.Value);
        }

        data.End();
        form.End();
        return json;
    }

    public static JsonBuffer Entity(TrackEntity entity, IUlidSource ids)
    {
        Limits.Require(entity.Check(), nameof(entity));
        JsonBuffer json = new();
        entity.Write(json, ids);
        Limits.Require(Limits.CheckItem(json.Length), nameof(entity));
        return json;
    }

    public static JsonBuffer Batch(IReadOnlyList<TrackEntity> entities, IUlidSource ids)
    {
        Limits.Require(Limits.CheckNotEmpty(entities), nameof(entities));
        JsonBuffer json = new(capacity: 256 * entities.Count);
        json.WriteRaw("{\"batch\":["u8);
        for (int i = 0; i < entities.Count; i++)
        {
            json.WriteRaw(i == 0 ? default : ","u8);
            int start = json.Length;
            Limits.Require(AtItem(i, entities[i].Check()), nameof(entities));
            entities[i].Write(json, ids);
            Limits.Require(AtItem(i, Limits.CheckItem(json.Length - start)), nameof(entities));
        }

        json.WriteRaw("]}"u8);
        Limits.Require(Limits.CheckBody(json.Length), nameof(entities));
        return json;
    }

    private static string? AtItem(int index, string? problem) => problem is null ? null : $"Item {index}: {problem}";
}
