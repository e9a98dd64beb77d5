using System.Globalization;
using System.Text.Json;

namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>Manual segments, as the App API makes and shows them.</summary>
internal sealed class SegmentsApi(Workspace workspace)
{
    private static readonly string[] Users = ["campaigns", "sent_newsletters", "draft_newsletters"];

    public Reply Handle(Exchange exchange, string[] rest) => (exchange.Method, rest) switch
    {
        ("GET", []) => List(),
        ("POST", []) => Create(exchange),
        (_, [var id, .. var question]) => One(exchange, id, question),
        _ => AppApi.NotAllowed(),
    };

    public static void Write(Utf8JsonWriter writer, SimulatedSegment segment)
    {
        writer.WriteStartObject();
        writer.WriteNumber("id", segment.Id);
        writer.WriteString("deduplicate_id", $"{segment.Id}:1");
        writer.WriteString("name", segment.Name);
        writer.WriteString("description", segment.Description);
        writer.WriteString("state", "finished");
        writer.WriteNull("progress");
        writer.WriteString("type", "manual");
        writer.WriteNull("tags");
        writer.WriteEndObject();
    }

    private Reply List() => Reply.Json(200, writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("segments");
        foreach (var segment in workspace.Segments())
        {
            Write(writer, segment);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private Reply Create(Exchange exchange)
    {
        if (!exchange.TryBody(out var body))
        {
            return AppApi.Malformed();
        }

        return body.TryGet("segment", out var segment) && segment.Text("name") is { Length: > 0 } name
            ? Wrapped(workspace.AddSegment(name, segment.Text("description") ?? string.Empty))
            : Reply.AppError(400, "segment.name is required", "/segment/name");
    }

    private Reply One(Exchange exchange, string id, string[] question)
    {
        if (!int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || workspace.Segment(number) is not { } segment)
        {
            return AppApi.NotFound();
        }

        switch (exchange.Method, question)
        {
            case ("GET", []):
                return Wrapped(segment);
            case ("DELETE", []):
                workspace.DeleteSegment(number);
                return Reply.NoContent;
            case ("GET", ["customer_count"]):
                return Count(segment);
            case ("GET", ["membership"]):
                return workspace.Read(state => CustomersApi.IdentifiersPage(exchange, state.MembersOf(number)));
            case ("GET", ["used_by"]):
                return UsedBy();
            default:
                return AppApi.NotFound();
        }
    }

    private static Reply Wrapped(SimulatedSegment segment) => Reply.Json(200, writer =>
    {
        writer.WriteStartObject();
        writer.WritePropertyName("segment");
        Write(writer, segment);
        writer.WriteEndObject();
    });

    private static Reply Count(SimulatedSegment segment) => Reply.Json(200, writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("count", segment.MemberCioIds.Count);
        writer.WriteEndObject();
    });

    /// <summary>Nothing here uses segments.</summary>
    private static Reply UsedBy() => Reply.Json(200, writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartObject("used_by");
        foreach (var name in Users)
        {
            writer.WriteStartArray(name);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    });
}
