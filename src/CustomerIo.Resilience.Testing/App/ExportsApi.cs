using System.Globalization;
using System.Text.Json;

namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>
/// Exports. Downloading gives a link, as the App API reference says, and the link, which needs no credentials, the
/// bytes.
/// </summary>
internal sealed class ExportsApi(Workspace workspace, SimulatorAddresses addresses)
{
    public Reply Handle(Exchange exchange, string[] rest) => (exchange.Method, rest) switch
    {
        ("GET", []) => List(),
        ("POST", ["customers"]) => CreateCustomers(exchange),
        ("POST", ["deliveries"]) => CreateDeliveries(exchange),
        ("GET", [var id]) => Find(id) is { } export ? Wrapped(export) : AppApi.NotFound(),
        ("GET", [var id, "download"]) => Find(id) is { } export ? Link(export) : AppApi.NotFound(),
        _ => AppApi.NotFound(),
    };

    public Reply Content(Exchange exchange, string id, string token) =>
        exchange.Method is "GET"
        && Find(id) is { } export
        && string.Equals(export.Token, token, StringComparison.Ordinal)
            ? new Reply(200, export.Content, IsAccepted: true) { ContentType = "text/csv" }
            : AppApi.NotFound();

    /// <summary>A workspace without exports answers null for the list, as recorded.</summary>
    private Reply List() => workspace.Read(state => Reply.Json(200, writer =>
    {
        writer.WriteStartObject();
        if (state.Exports.Count == 0)
        {
            writer.WriteNull("exports");
        }
        else
        {
            writer.WriteStartArray("exports");
            foreach (var export in state.Exports)
            {
                Write(writer, export);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }));

    private Reply CreateCustomers(Exchange exchange)
    {
        if (!exchange.TryBody(out var body))
        {
            return AppApi.Malformed();
        }

        return body.TryGet("filters", out var filters) && CustomerFilter.Parse(filters) is { } filter
            ? Wrapped(workspace.Read(state => state.ExportPeople(filter, exchange.Time)))
            : Reply.AppError(400, "filters is missing or invalid", "/filters");
    }

    private Reply CreateDeliveries(Exchange exchange) => exchange.TryBody(out _)
        ? Wrapped(workspace.Read(state => state.ExportDeliveries(exchange.Time)))
        : AppApi.Malformed();

    private ExportState? Find(string id) =>
        int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? workspace.Read(state => state.Exports.FirstOrDefault(export => export.Id == number))
            : null;

    private Reply Link(ExportState export) => Reply.Json(200, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("url", new Uri(addresses.Home, $"exports/{export.Id}/{export.Token}").AbsoluteUri);
        writer.WriteEndObject();
    });

    private static Reply Wrapped(ExportState export) => Reply.Json(200, writer =>
    {
        writer.WriteStartObject();
        writer.WritePropertyName("export");
        Write(writer, export);
        writer.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter writer, ExportState export)
    {
        writer.WriteStartObject();
        writer.WriteNumber("id", export.Id);
        writer.WriteString("type", export.Type);
        writer.WriteString("description", export.Description);
        writer.WriteString("status", "done");
        writer.WriteBoolean("failed", value: false);
        writer.WriteNumber("total", export.Total);
        writer.WriteNumber("downloads", 0);
        writer.WriteNumber("created_at", export.CreatedAt.ToUnixTimeSeconds());
        writer.WriteNumber("updated_at", export.CreatedAt.ToUnixTimeSeconds());
        writer.WriteEndObject();
    }
}
