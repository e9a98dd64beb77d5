using System.Text.Json;

namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>Transactional messages. Nothing tells a repeat from a second message, as with the service.</summary>
internal sealed class SendApi(Workspace workspace)
{
    private static readonly string[] AddressFields = ["to", "cc", "bcc"];
    private static readonly string[] ContentFields = ["body", "subject", "from"];

    public Reply Handle(Exchange exchange, string[] rest)
    {
        if (rest is not ["email" or "push" or "sms" or "whatsapp" or "in_app" or "inbox_message"]
            || exchange.Method is not "POST")
        {
            return Reply.MetaError(405, "method not allowed");
        }

        if (!exchange.TryBody(out var body))
        {
            return Reply.MetaError(400, "the body must be a JSON object");
        }

        var channel = rest[0];
        if (Person(body, out var person) is { } unknown)
        {
            return Reply.MetaError(400, unknown);
        }

        if ((Content(body, channel) ?? SendAt(body, exchange.Time)) is { } wrong)
        {
            return Reply.MetaError(400, wrong);
        }

        return AttachmentBytes(body) >= Limits.AttachmentBytes
            ? Reply.MetaError(413, $"attachments have {Limits.AttachmentBytes} bytes or more in total")
            : Accepted(workspace.Send(exchange, channel, person, body));
    }

    private static Reply Accepted(SentMessage message) => Reply.Json(200, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("delivery_id", message.DeliveryId);
        writer.WriteNumber("queued_at", message.QueuedAt.ToUnixTimeSeconds());
        if (message.SendAt is { } sendAt)
        {
            writer.WriteNumber("send_at", sendAt.ToUnixTimeSeconds());
        }

        writer.WriteEndObject();
    });

    private static string? Person(JsonElement body, out PersonKey person)
    {
        person = PersonKey.None;
        if (!body.TryGet("identifiers", out var identifiers))
        {
            return "identifiers is required";
        }

        var error = IdentifierReader.ReadPerson(Json.Raw(identifiers), 0, "identifiers", out person);
        if (error is not null)
        {
            return error.Message;
        }

        return person.Kind is IdentifierKind.Id or IdentifierKind.Email or IdentifierKind.CioId
            ? null
            : "identifiers takes one of id, email and cio_id";
    }

    private static string? Content(JsonElement body, string channel)
    {
        var hasTemplate = body.TryGet("transactional_message_id", out var template)
            && template.ValueKind is JsonValueKind.Number or JsonValueKind.String
            && template.ToString().Length > 0;
        if (!hasTemplate && channel is not "email")
        {
            return "transactional_message_id is required";
        }

        if (!hasTemplate && Array.Exists(ContentFields, field => string.IsNullOrEmpty(body.Text(field))))
        {
            return "transactional_message_id, or body, subject and from, is required";
        }

        if (channel is "email" or "sms" or "whatsapp" && string.IsNullOrEmpty(body.Text("to")))
        {
            return "to is required";
        }

        return channel is "email" && Recipients(body) > Limits.EmailRecipients
            ? $"more than {Limits.EmailRecipients} recipients"
            : null;
    }

    private static int Recipients(JsonElement body) =>
        AddressFields.Sum(name => body.Text(name)?.Split(',').Length ?? 0);

    private static string? SendAt(JsonElement body, DateTimeOffset now)
    {
        if (!body.TryGet("send_at", out var value))
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt64(out var seconds))
        {
            return "send_at must be a whole number of seconds";
        }

        return seconds > now.AddDays(Limits.SendAheadDays).ToUnixTimeSeconds()
            ? $"send_at is more than {Limits.SendAheadDays} days ahead"
            : null;
    }

    /// <summary>The size of the files: base64 has four characters for three bytes.</summary>
    private static long AttachmentBytes(JsonElement body) =>
        body.TryGet("attachments", out var files) && files.ValueKind == JsonValueKind.Object
            ? files.EnumerateObject().Sum(file =>
                file.Value.ValueKind == JsonValueKind.String ? file.Value.GetString()!.Length * 3L / 4 : 0)
            : 0;
}
