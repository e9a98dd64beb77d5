using System.Text;
using System.Text.Json;

namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>The Track API v1's events, of people and of visitors.</summary>
internal sealed class TrackV1Events(Workspace workspace)
{
    public Reply Event(Exchange exchange, PersonKey person) =>
        exchange.TryBody(out var body) ? Accept(exchange, body, person) : Malformed();

    public Reply Anonymous(Exchange exchange)
    {
        if (!exchange.TryBody(out var body))
        {
            return Malformed();
        }

        if (body.Text("anonymous_id") is { Length: > 0 } visitor)
        {
            return Accept(exchange, body, new PersonKey(IdentifierKind.AnonymousId, visitor));
        }

        return body.TryGet("data", out var data) && !string.IsNullOrEmpty(data.Text("recipient"))
            ? Accept(exchange, body, PersonKey.None)
            : Reply.MetaErrors(400, "an event without anonymous_id needs data.recipient");
    }

    private static Reply Malformed() => Reply.MetaErrors(400, "the body must be a JSON object");

    private Reply Accept(Exchange exchange, JsonElement body, PersonKey person)
    {
        var item = new TrackItem { Type = "person", Person = person, Name = body.Text("name")?.Trim() };
        if (Refusal(body, ref item) is { } message)
        {
            return Reply.MetaErrors(400, message);
        }

        workspace.Apply(exchange, [item]);
        return Reply.Ok;
    }

    private static string? Refusal(JsonElement body, ref TrackItem item)
    {
        if (string.IsNullOrEmpty(item.Name))
        {
            return "name cannot be blank";
        }

        if (Encoding.UTF8.GetByteCount(item.Name) > Limits.EventNameBytes)
        {
            return $"event name is longer than {Limits.EventNameBytes} bytes";
        }

        item.Action = body.TryGet("type", out _) ? body.Text("type") ?? string.Empty : "event";
        if (item.Action is not ("event" or "page" or "screen"))
        {
            return "type must be event, page or screen";
        }

        return Ulid(body, ref item) ?? Timestamp(body, ref item) ?? Data(body, ref item);
    }

    private static string? Ulid(JsonElement body, ref TrackItem item)
    {
        if (!body.TryGet("id", out _))
        {
            return null;
        }

        item.HasUlid = UlidText.TryParse(Encoding.UTF8.GetBytes(body.Text("id") ?? string.Empty), out var ulid);
        item.Ulid = ulid;
        return item.HasUlid ? null : "id must be a valid ULID";
    }

    private static string? Timestamp(JsonElement body, ref TrackItem item)
    {
        if (!body.TryGet("timestamp", out var value))
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt64(out var seconds))
        {
            return "timestamp must be a whole number of seconds";
        }

        item.Timestamp = seconds;
        return null;
    }

    private static string? Data(JsonElement body, ref TrackItem item)
    {
        if (!body.TryGet("data", out var data))
        {
            return null;
        }

        if (data.ValueKind != JsonValueKind.Object)
        {
            return "data must be an object";
        }

        item.Attributes = Json.Raw(data);
        return item.Attributes.Length > Limits.EventDataBytes
            ? $"event data is larger than {Limits.EventDataBytes} bytes"
            : null;
    }
}
