using System.Text.Json;

namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>Writes people in the shapes of the App API.</summary>
internal static class CustomerWriter
{
    /// <summary>The three identifiers, null where there is none.</summary>
    public static void WriteIdentifiers(Utf8JsonWriter writer, PersonState person)
    {
        writer.WriteStartObject();
        writer.WriteString("cio_id", person.CioId);
        writer.WriteString("id", person.Id);
        writer.WriteString("email", person.Email);
        writer.WriteEndObject();
    }

    /// <summary>A person with everything: identifiers, attributes, the times of their writes, devices.</summary>
    public static void WriteFull(Utf8JsonWriter writer, PersonState person)
    {
        var view = person.ToView([]);
        writer.WriteStartObject();
        writer.WriteString("id", person.Id ?? string.Empty);
        writer.WritePropertyName("identifiers");
        WriteIdentifiers(writer, person);
        WriteAttributes(writer, person, view);
        writer.WriteStartObject("timestamps");
        foreach (var (name, seconds) in view.AttributeTimestamps)
        {
            writer.WriteNumber(name, seconds);
        }

        writer.WriteEndObject();
        writer.WriteBoolean("unsubscribed", view.IsUnsubscribed);
        WriteDevices(writer, view.Devices);
        writer.WriteEndObject();
    }

    public static void WriteMap(Utf8JsonWriter writer, string name, IReadOnlyDictionary<string, JsonElement> values)
    {
        writer.WriteStartObject(name);
        foreach (var (key, value) in values)
        {
            writer.WritePropertyName(key);
            value.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    private static void WriteAttributes(Utf8JsonWriter writer, PersonState person, SimulatedPerson view)
    {
        writer.WriteStartObject("attributes");
        writer.WriteString("cio_id", person.CioId);
        if (person.Id is not null)
        {
            writer.WriteString("id", person.Id);
        }

        if (person.Email is not null)
        {
            writer.WriteString("email", person.Email);
        }

        foreach (var (name, value) in view.Attributes)
        {
            if (name is not ("id" or "email"))
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteDevices(Utf8JsonWriter writer, IReadOnlyList<SimulatedDevice> devices)
    {
        writer.WriteStartArray("devices");
        foreach (var device in devices)
        {
            writer.WriteStartObject();
            writer.WriteString("id", device.Token);
            writer.WriteString("platform", device.Platform);
            if (device.LastUsed is { } lastUsed)
            {
                writer.WriteNumber("last_used", lastUsed);
            }

            if (device.Attributes.ValueKind == JsonValueKind.Object)
            {
                writer.WritePropertyName("attributes");
                device.Attributes.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
