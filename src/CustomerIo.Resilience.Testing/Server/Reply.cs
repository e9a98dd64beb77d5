using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>An answer before it is written.</summary>
internal sealed record Reply(int Status, ReadOnlyMemory<byte> Body, bool IsAccepted)
{
    private const string JsonType = "application/json; charset=utf-8";

    /// <summary>What the Track API answers to success, byte for byte as recorded.</summary>
    public static Reply Ok { get; } = new(200, "{}\n"u8.ToArray(), IsAccepted: true) { ContentType = JsonType };

    public static Reply NoContent { get; } = new(204, default, IsAccepted: true);

    public static Reply Unauthorized { get; } = new(401, default, IsAccepted: false);

    public string? ContentType { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public static Reply Json(int status, Action<Utf8JsonWriter> write, bool accepted = true) =>
        new(status, Simulation.Json.Write(write), accepted) { ContentType = JsonType };

    /// <summary>The Track API v1 and transactional envelope with one error.</summary>
    public static Reply MetaError(int status, string message) => Json(
        status,
        writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartObject("meta");
            writer.WriteString("error", message);
            writer.WriteEndObject();
            writer.WriteEndObject();
        },
        accepted: false);

    /// <summary>The Track API v1 envelope with a list of errors.</summary>
    public static Reply MetaErrors(int status, params string[] messages) => Json(
        status,
        writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartObject("meta");
            writer.WriteStartArray("errors");
            foreach (var message in messages)
            {
                writer.WriteStringValue(message);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteEndObject();
        },
        accepted: false);

    /// <summary>The App API envelope.</summary>
    public static Reply AppError(int status, string detail, string? pointer = null) => Json(
        status,
        writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("errors");
            writer.WriteStartObject();
            writer.WriteString("detail", detail);
            writer.WriteString("status", status.ToString(CultureInfo.InvariantCulture));
            if (pointer is not null)
            {
                writer.WriteStartObject("source");
                writer.WriteString("pointer", pointer);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
        },
        accepted: false);

    /// <summary>The Track API v2 envelope; 207 means that every item without an error was taken.</summary>
    public static Reply ItemErrors(int status, IReadOnlyList<ItemError> errors) => Json(
        status,
        writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("errors");
            foreach (var error in errors)
            {
                error.Write(writer, withIndex: status == 207);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        },
        accepted: status == 207);

    public static Reply Text(int status, string body, string contentType, bool accepted) =>
        new(status, Encoding.UTF8.GetBytes(body), accepted) { ContentType = contentType };
}
