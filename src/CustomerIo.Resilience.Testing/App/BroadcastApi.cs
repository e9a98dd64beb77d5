using System.Globalization;
using System.Text.Json;

namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>API-triggered broadcasts. Every number is the number of some broadcast.</summary>
internal sealed class BroadcastApi(Workspace workspace)
{
    public Reply Handle(Exchange exchange, string broadcast, string[] rest)
    {
        if (!long.TryParse(broadcast, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            return AppApi.NotFound();
        }

        return (exchange.Method, rest) switch
        {
            ("POST", []) => Trigger(exchange, id),
            ("GET", [var trigger]) => Find(id, trigger) is { } found ? Status(found) : AppApi.NotFound(),
            ("GET", [var trigger, "errors"]) => Find(id, trigger) is { } found
                ? Errors(exchange, found)
                : AppApi.NotFound(),
            _ => AppApi.NotFound(),
        };
    }

    /// <summary>All triggers of a broadcast.</summary>
    public Reply List(Exchange exchange, string broadcast) =>
        exchange.Method is "GET" && long.TryParse(broadcast, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? Reply.Json(200, writer =>
            {
                writer.WriteStartObject();
                writer.WriteStartArray("triggers");
                foreach (var trigger in workspace.Broadcasts.Where(known => known.BroadcastId == id))
                {
                    WriteStatus(writer, trigger);
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            })
            : AppApi.NotFound();

    private Reply Trigger(Exchange exchange, long id)
    {
        if (exchange.Body.Length > Limits.BroadcastBytes)
        {
            return Reply.AppError(413, $"the body is larger than {Limits.BroadcastBytes} bytes");
        }

        if (!exchange.TryBody(out var body))
        {
            return AppApi.Malformed();
        }

        if (BroadcastAudience.Read(body, out var problem) is not { } audience)
        {
            return Reply.AppError(422, problem, "/recipients");
        }

        if (body.TryGet("data", out var data) && Json.Raw(data).Length > Limits.BroadcastDataBytes)
        {
            return Reply.AppError(422, $"data is larger than {Limits.BroadcastDataBytes} bytes", "/data");
        }

        return workspace.Trigger(exchange, id, audience, body) is { } trigger
            ? Reply.Json(200, writer =>
            {
                writer.WriteStartObject();
                writer.WriteNumber("id", trigger.TriggerId);
                writer.WriteEndObject();
            })
            : Reply.AppError(429, "this endpoint takes one trigger in 10 seconds");
    }

    private TriggeredBroadcast? Find(long broadcast, string trigger) =>
        long.TryParse(trigger, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? workspace.Broadcasts.FirstOrDefault(known => known.TriggerId == id && known.BroadcastId == broadcast)
            : null;

    private static Reply Status(TriggeredBroadcast trigger) => Reply.Json(200, writer => WriteStatus(writer, trigger));

    private static void WriteStatus(Utf8JsonWriter writer, TriggeredBroadcast trigger)
    {
        writer.WriteStartObject();
        writer.WriteNumber("id", trigger.TriggerId);
        writer.WriteNumber("broadcast_id", trigger.BroadcastId);
        writer.WriteNumber("created_at", trigger.TriggeredAt.ToUnixTimeSeconds());
        writer.WriteNumber("processed_at", trigger.TriggeredAt.ToUnixTimeSeconds());
        writer.WriteEndObject();
    }

    private static Reply Errors(Exchange exchange, TriggeredBroadcast trigger) => Page.Reply(
        exchange, [.. trigger.Errors], "errors", static (writer, error) => writer.WriteStringValue(error));
}
