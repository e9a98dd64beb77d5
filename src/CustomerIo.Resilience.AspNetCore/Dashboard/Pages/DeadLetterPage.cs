using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.AspNetCore.Dashboard.Pages;

/// <summary>One dead letter. Its payload is shown only when it is asked for.</summary>
internal static class DeadLetterPage
{
    private static readonly JsonWriterOptions Readable = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Html Of(DashboardRequest request, DeadLetter letter) => Layout.Page(
        request,
        "Dead letter",
        page: "dead-letter",
        Html.Of(
            $"""
            <p><a href="{request.Address("/dead-letters")}">All dead letters</a></p>
            <h1>{letter.Operation.Kind.ToString()} {EventName.Of(letter.Operation)}</h1>
            <dl class="facts">
            <div><dt>Who</dt><dd>{OperationSubject.Of(letter.Operation)}</dd></div>
            <div><dt>Id</dt><dd><code>{letter.Operation.Id.ToString()}</code></dd></div>
            <div><dt>Called (UTC)</dt><dd>{Show.Time(letter.Operation.OccurredAt)}</dd></div>
            <div><dt>Rejected (UTC)</dt><dd>{Show.Time(letter.RejectedAt)}</dd></div>
            <div><dt>Reason</dt><dd>{letter.Reason.ToString()}</dd></div>
            <div><dt>Attempts</dt><dd>{letter.Attempts}</dd></div>
            <div><dt>Customer.io's words</dt><dd>{letter.Error?.Message ?? Show.Nothing}</dd></div>
            <div><dt>Field</dt><dd>{letter.Error?.Field ?? Show.Nothing}</dd></div>
            </dl>
            <div class="actions">{LetterForms.Replay(request, Everything, letter)} {LetterForms.Remove(request, Everything, letter)}</div>
            <h2>Payload</h2>
            {Payload(request, letter.Operation)}
            """));

    public static Html Missing(DashboardRequest request) => Layout.Page(
        request,
        "No such dead letter",
        page: "dead-letter",
        Html.Of(
            $"""
            <h1>No such dead letter</h1>
            <p>It was replayed or removed. <a href="{request.Address("/dead-letters")}">All dead letters</a></p>
            """));

    private static DeadLetterSearch Everything { get; } = new(string.Empty, PersonIdKind.Id, Kind: null, Reason: null);

    private static Html Payload(DashboardRequest request, Operation operation) => request.Query("payload") is "shown"
        ? Html.Of($"<pre tabindex=\"0\">{Text(operation.Payload)}</pre>")
        : Html.Of(
            $"""
            <p>{Show.Number(operation.Payload.Length)} bytes; it may hold personal data.
            <a href="{request.Address($"/dead-letters/{operation.Id}", new KeyValuePair<string, string?>("payload", "shown"))}">Show payload</a></p>
            """);

    private static string Text(ReadOnlyMemory<byte> payload)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(payload);
            using MemoryStream text = new();
            using (Utf8JsonWriter writer = new(text, Readable))
            {
                json.WriteTo(writer);
            }

            return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
        }
        catch (JsonException)
        {
            return Encoding.UTF8.GetString(payload.Span);
        }
    }
}
