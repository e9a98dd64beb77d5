using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>Reads who or what an item is about: exactly one identifier, neither empty nor too long.</summary>
internal static class IdentifierReader
{
    public static ItemError? ReadPerson(ReadOnlyMemory<byte> json, int index, string field, out PersonKey key)
    {
        key = PersonKey.None;
        if (json.IsEmpty)
        {
            return ItemError.Required(index, field);
        }

        var reader = new Utf8JsonReader(json.Span);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return ItemError.Invalid(index, field, $"{field} must be an object");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var kind = Kind(ref reader);
            reader.Read();
            if (kind == IdentifierKind.None || key.Kind != IdentifierKind.None)
            {
                return ItemError.Invalid(index, field, "give exactly one of id, email, phone, cio_id or anonymous_id");
            }

            if (reader.TokenType != JsonTokenType.String)
            {
                return ItemError.Invalid(index, field, "an identifier must be a non-empty string");
            }

            key = new PersonKey(kind, reader.GetString()!);
        }

        return key.Kind == IdentifierKind.None ? ItemError.Required(index, field) : Check(key.Value, index, field);
    }

    public static ItemError? ReadObject(ReadOnlyMemory<byte> json, int index, out ObjectKey? key)
    {
        key = null;
        var element = TrackItem.Element(json);
        if (element.ValueKind != JsonValueKind.Object)
        {
            return ItemError.Required(index, "identifiers");
        }

        key = ObjectKey.From(element);
        if (key is not { } found)
        {
            return ItemError.Required(index, "identifiers.object_id");
        }

        return found.IsAssigned || int.TryParse(found.TypeId, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? Check(found.ObjectId, index, "identifiers.object_id")
            : ItemError.Invalid(index, "identifiers.object_type_id", "object_type_id must hold an integer");
    }

    public static ItemError? Check(string value, int index, string field)
    {
        if (value.Length == 0)
        {
            return ItemError.Invalid(index, field, "an identifier must be a non-empty string");
        }

        return Encoding.UTF8.GetByteCount(value) > Limits.IdentifierBytes
            ? ItemError.Invalid(index, field, $"an identifier is longer than {Limits.IdentifierBytes} bytes")
            : null;
    }

    private static IdentifierKind Kind(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("id"u8))
        {
            return IdentifierKind.Id;
        }

        if (reader.ValueTextEquals("email"u8))
        {
            return IdentifierKind.Email;
        }

        if (reader.ValueTextEquals("cio_id"u8))
        {
            return IdentifierKind.CioId;
        }

        if (reader.ValueTextEquals("phone"u8))
        {
            return IdentifierKind.Phone;
        }

        return reader.ValueTextEquals("anonymous_id"u8) ? IdentifierKind.AnonymousId : IdentifierKind.None;
    }
}
