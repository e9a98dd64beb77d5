using System.Text.Json;

namespace CustomerIo.Resilience.Worker.Queue;

/// <summary>
/// A line of the queue: <c>{"person":"42","event":"seen","at":"2026-01-31T12:00:00Z","data":{…}}</c>, or
/// <c>{"person":"42","attributes":{…}}</c>.
/// </summary>
internal sealed class QueueLine
{
    public string? Person { get; set; }

    public string? Event { get; set; }

    public DateTimeOffset? At { get; set; }

    public Dictionary<string, object?>? Data { get; set; }

    public Dictionary<string, object?>? Attributes { get; set; }

    /// <summary>Reads a line.</summary>
    /// <exception cref="FormatException">It is no such line; the message says why.</exception>
    public static QueueLine Parse(string text)
    {
        try
        {
            QueueLine line = JsonSerializer.Deserialize(text, QueueJson.Default.QueueLine)
                ?? throw new FormatException("The line is null.");
            return line switch
            {
                { Person: null or "" } => throw new FormatException("The line has no person."),
                { Event: null or "", Attributes: null } => throw new FormatException("The line has no event and no attributes."),
                _ => line,
            };
        }
        catch (JsonException exception)
        {
            throw new FormatException($"The line is not JSON: {exception.Message}", exception);
        }
    }
}
