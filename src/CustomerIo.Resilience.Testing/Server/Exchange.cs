using System.Text.Json;

namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>One request on its way through the simulator.</summary>
internal sealed class Exchange(
    RecordedRequest record, RequestTarget target, ReadOnlyMemory<byte> body, string contentType, PlayedFault? fault)
{
    public long Sequence => record.Sequence;

    public string Method => record.Method;

    public string[] Segments => target.Segments;

    public ReadOnlyMemory<byte> Body => body;

    public DateTimeOffset Time => record.Time;

    /// <summary>The time of receipt in Unix seconds.</summary>
    public long UnixTime { get; } = record.Time.ToUnixTimeSeconds();

    public bool IsJson => contentType.StartsWith("application/json", StringComparison.OrdinalIgnoreCase);

    public string? Query(string name) => target.QueryValue(name);

    public bool Rejects(int item) => fault is not null && fault.Rejects(item);

    /// <summary>The body as a JSON object, an empty body being an empty object; false when it is neither.</summary>
    public bool TryBody(out JsonElement element) =>
        Json.TryParseObject(body.IsEmpty ? "{}"u8.ToArray() : body, out element);
}
