using System.Text;
using System.Text.Json;

namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>Judges items of the Track API v2 as documented, and finds out whom they are about.</summary>
internal static class TrackItemValidator
{
    public static ItemError? Validate(ref TrackItem item)
    {
        if (item.Error is { } error)
        {
            return error;
        }

        if (item.Bytes > Limits.ItemBytes)
        {
            return Invalid(item, "batch", $"item has {item.Bytes} bytes, more than {Limits.ItemBytes}");
        }

        if (item.Type.Length == 0)
        {
            return ItemError.Required(item.Index, "type");
        }

        return item.Type switch
        {
            "person" => Person(ref item),
            "object" => ObjectItem(ref item),
            "delivery" => Delivery(ref item),
            _ => Invalid(item, "type", "type must be person, object or delivery"),
        };
    }

    private static ItemError? Person(ref TrackItem item)
    {
        if (item.Action is "merge")
        {
            return Merge(ref item);
        }

        if (item.Action.Length == 0)
        {
            return ItemError.Required(item.Index, "action");
        }

        if (IdentifierReader.ReadPerson(item.Identifiers, item.Index, "identifiers", out var person) is { } error)
        {
            return error;
        }

        item.Person = person;
        return item.Action switch
        {
            "identify" => AttributeRules.Check(item.Attributes, item.Index)
                ?? RelationshipsShape(item, required: false),
            "event" or "page" or "screen" => Event(item),
            "add_device" => Device(ref item, add: true),
            "delete_device" => Device(ref item, add: false),
            "add_relationships" or "delete_relationships" => RelationshipsShape(item, required: true),
            "delete" or "suppress" or "unsuppress" => null,
            _ => Invalid(item, "action", "the action does not exist for type person"),
        };
    }

    private static ItemError? Event(in TrackItem item)
    {
        if (string.IsNullOrEmpty(item.Name))
        {
            return ItemError.Required(item.Index, "name");
        }

        if (Encoding.UTF8.GetByteCount(item.Name) > Limits.EventNameBytes)
        {
            return Invalid(item, "name", $"event name is longer than {Limits.EventNameBytes} bytes");
        }

        return IsObjectOrAbsent(item.Attributes) ? null : Invalid(item, "attributes", "attributes must be an object");
    }

    private static ItemError? Device(ref TrackItem item, bool add)
    {
        var device = TrackItem.Element(item.Device);
        if (device.ValueKind != JsonValueKind.Object)
        {
            return ItemError.Required(item.Index, "device");
        }

        item.Target = device.Text("token");
        if (string.IsNullOrEmpty(item.Target))
        {
            return ItemError.Required(item.Index, "device.token");
        }

        if (!add)
        {
            return null;
        }

        return device.Text("platform") switch
        {
            "ios" or "android" => null,
            null => ItemError.Required(item.Index, "device.platform"),
            _ => Invalid(item, "device.platform", "platform must be ios or android"),
        };
    }

    private static ItemError? Merge(ref TrackItem item)
    {
        if (IdentifierReader.ReadPerson(item.Primary, item.Index, "primary", out var primary) is { } first)
        {
            return first;
        }

        if (IdentifierReader.ReadPerson(item.Secondary, item.Index, "secondary", out var secondary) is { } second)
        {
            return second;
        }

        item.Person = primary;
        item.Target = secondary.Value;
        return null;
    }

    private static ItemError? ObjectItem(ref TrackItem item)
    {
        var error = IdentifierReader.ReadObject(item.Identifiers, item.Index, out var target);
        item.Target = target?.ToString();
        return error ?? item.Action switch
        {
            "" => ItemError.Required(item.Index, "action"),
            "identify" or "identify_anonymous" => ObjectAttributes(item) ?? RelationshipsShape(item, required: false),
            "add_relationships" or "delete_relationships" => RelationshipsShape(item, required: true),
            "delete" => null,
            _ => Invalid(item, "action", "the action does not exist for type object"),
        };
    }

    private static ItemError? ObjectAttributes(in TrackItem item) => item.Attributes.Length > Limits.ObjectBytes
        ? Invalid(item, "attributes", $"the object has more than {Limits.ObjectBytes} bytes")
        : AttributeRules.Check(item.Attributes, item.Index);

    private static ItemError? Delivery(ref TrackItem item)
    {
        if (item.Action is not "event")
        {
            return Invalid(item, "action", "the action does not exist for type delivery");
        }

        item.Target = TrackItem.Element(item.Identifiers).Text("id");
        if (string.IsNullOrEmpty(item.Target))
        {
            return ItemError.Required(item.Index, "identifiers.id");
        }

        return item.Name is "opened" or "converted" or "delivered"
            ? null
            : Invalid(item, "name", "name must be opened, converted or delivered");
    }

    private static ItemError? RelationshipsShape(in TrackItem item, bool required)
    {
        if (item.Relationships.IsEmpty)
        {
            return required ? ItemError.Required(item.Index, "cio_relationships") : null;
        }

        return item.Relationships.Span[0] == (byte)'['
            ? null
            : Invalid(item, "cio_relationships", "cio_relationships must be an array");
    }

    private static bool IsObjectOrAbsent(ReadOnlyMemory<byte> json) => json.IsEmpty || json.Span[0] == (byte)'{';

    private static ItemError Invalid(in TrackItem item, string field, string message) =>
        ItemError.Invalid(item.Index, field, message);
}
