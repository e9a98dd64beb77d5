using System.Text.Json;

namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>Writes what hangs on a person: events, messages, relationships, segments, preferences.</summary>
internal static class PersonRecords
{
    public static void Activity(Utf8JsonWriter writer, PersonState person, AcceptedOperation operation)
    {
        writer.WriteStartObject();
        writer.WriteString("id", operation.EventId ?? $"activity-{operation.Sequence}");
        writer.WriteString("type", operation.Action);
        writer.WriteString("name", operation.Name);
        writer.WriteNumber("timestamp", operation.Timestamp.ToUnixTimeSeconds());
        writer.WriteString("customer_id", person.Id);
        writer.WritePropertyName("customer_identifiers");
        CustomerWriter.WriteIdentifiers(writer, person);
        if (!operation.AttributesJson.IsEmpty)
        {
            writer.WritePropertyName("data");
            operation.Attributes.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    public static void Message(Utf8JsonWriter writer, SentMessage message)
    {
        writer.WriteStartObject();
        writer.WriteString("id", message.DeliveryId);
        writer.WriteString("type", message.Channel);
        writer.WriteString("recipient", message.To);
        writer.WriteNumber("created", message.QueuedAt.ToUnixTimeSeconds());
        writer.WriteEndObject();
    }

    public static void Relationship(Utf8JsonWriter writer, PersonState person, ObjectState target)
    {
        writer.WriteStartObject();
        writer.WriteString("object_type_id", target.TypeId);
        writer.WriteStartObject("identifiers");
        writer.WriteString("object_id", target.ObjectId);
        writer.WriteString("cio_object_id", target.CioObjectId);
        writer.WriteEndObject();
        CustomerWriter.WriteMap(writer, "relationship_attributes", target.People[person].ToDictionary());
        writer.WriteEndObject();
    }

    public static Reply Segments(IReadOnlyList<SegmentState> segments) => Reply.Json(200, writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("segments");
        foreach (var segment in segments)
        {
            SegmentsApi.Write(writer, segment.ToView());
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    public static Reply Preferences(PersonState person) => Reply.Json(200, writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartObject("customer");
        writer.WriteString("id", person.Id ?? string.Empty);
        writer.WritePropertyName("identifiers");
        CustomerWriter.WriteIdentifiers(writer, person);
        writer.WriteBoolean("unsubscribed", person.ToView([]).IsUnsubscribed);
        writer.WriteStartArray("topics");
        foreach (var (name, (isSubscribed, _)) in person.Topics ?? [])
        {
            writer.WriteStartObject();
            writer.WriteString("identifier", name);
            writer.WriteBoolean("subscribed", isSubscribed);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    });
}
