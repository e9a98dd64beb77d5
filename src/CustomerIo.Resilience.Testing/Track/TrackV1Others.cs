using System.Globalization;
using System.Text.Json;

namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>The Track API v1 besides people and events: forms, metrics, segments, unsubscribes.</summary>
internal sealed class TrackV1Others(Workspace workspace)
{
    public Reply Form(Exchange exchange, string form)
    {
        if (!exchange.TryBody(out var body)
            || !body.TryGet("data", out var data)
            || data.ValueKind != JsonValueKind.Object)
        {
            return Reply.MetaErrors(400, "data must be an object");
        }

        var id = data.Text("id");
        var email = data.Text("email");
        if (string.IsNullOrEmpty(id) == string.IsNullOrEmpty(email))
        {
            return Reply.MetaErrors(400, "data needs exactly one of id and email");
        }

        workspace.Apply(exchange, [new TrackItem
        {
            Type = "form",
            Action = "submit",
            Person = string.IsNullOrEmpty(id) ? PersonKey.Email(email!) : PersonKey.Id(id),
            Target = form,
            Attributes = WithoutReserved(data),
        }]);
        return Reply.NoContent;
    }

    public Reply Metric(Exchange exchange)
    {
        if (!exchange.TryBody(out var body))
        {
            return Reply.MetaErrors(400, "the body must be a JSON object");
        }

        if (string.IsNullOrEmpty(body.Text("delivery_id")))
        {
            return Reply.MetaErrors(400, "delivery_id must be present");
        }

        return body.Text("metric") is "bounced" or "clicked" or "converted" or "deferred" or "delivered" or "dropped"
            or "opened" or "spammed"
            ? Report(exchange, body, "metric", body.Text("metric"))
            : Reply.MetaErrors(400, "metric is not one that can be reported");
    }

    public Reply PushEvent(Exchange exchange)
    {
        if (!exchange.TryBody(out var body) || string.IsNullOrEmpty(body.Text("delivery_id")))
        {
            return Reply.MetaErrors(400, "delivery_id must be present");
        }

        return body.Text("event") is "opened" or "converted" or "delivered"
            ? Report(exchange, body, "push_event", body.Text("event"))
            : Reply.MetaErrors(400, "event must be opened, converted or delivered");
    }

    public Reply ChangeSegment(Exchange exchange, string segment, bool add)
    {
        if (!exchange.TryBody(out var body)
            || !body.TryGet("ids", out var ids)
            || ids.ValueKind != JsonValueKind.Array
            || ids.GetArrayLength() is 0 or > Limits.SegmentIds
            || ids.EnumerateArray().Any(id => id.ValueKind != JsonValueKind.String))
        {
            return Reply.MetaErrors(400, $"ids must be an array of 1 to {Limits.SegmentIds} strings");
        }

        if (Identifiers.Kind(exchange.Query("id_type")) is not { } kind || kind == IdentifierKind.Phone)
        {
            return Reply.MetaErrors(400, "id_type must be id, email or cio_id");
        }

        var item = new TrackItem
        {
            Type = "segment",
            Action = add ? "add_customers" : "remove_customers",
            Target = segment,
            Attributes = exchange.Body,
        };
        PersonKey[] people = [.. ids.EnumerateArray().Select(id => new PersonKey(kind, id.GetString()!))];
        return int.TryParse(segment, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && workspace.ChangeSegment(exchange, in item, number, people, add)
                ? Reply.Ok
                : Reply.MetaErrors(400, "there is no manual segment with this id");
    }

    public Reply Unsubscribe(Exchange exchange, string delivery)
    {
        if (!exchange.IsJson || !exchange.TryBody(out var body) || !body.IsTrue("unsubscribe"))
        {
            return Reply.MetaErrors(400, "send unsubscribe: true as application/json");
        }

        workspace.Unsubscribe(exchange, new TrackItem
        {
            Type = "delivery",
            Action = "unsubscribe",
            Target = delivery,
        });
        return Reply.Ok;
    }

    private Reply Report(Exchange exchange, JsonElement body, string action, string? name)
    {
        long? timestamp = body.TryGet("timestamp", out var time)
            && time.ValueKind == JsonValueKind.Number
            && time.TryGetInt64(out var seconds) ? seconds : null;
        workspace.Record(exchange, new TrackItem
        {
            Type = "delivery",
            Action = action,
            Name = name,
            Target = body.Text("delivery_id"),
            Timestamp = timestamp,
            Attributes = exchange.Body,
        });
        return Reply.Ok;
    }

    /// <summary>Form fields of these names are ignored (Track API reference).</summary>
    private static byte[] WithoutReserved(JsonElement data) => Json.Write(writer =>
    {
        writer.WriteStartObject();
        foreach (var field in data.EnumerateObject())
        {
            if (field.Name is not ("form_id" or "form_name" or "form_type" or "form_url" or "form_url_param"))
            {
                field.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
    });
}
