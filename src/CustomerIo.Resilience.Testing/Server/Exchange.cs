using System.Text.Json;

namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>One request on its way through the simulator.</summary>
internal sealed class Exchange(
    RecordedRequest record, RequestTarget target, ReadOnlyMemory<byte> body, long unixTime, PlayedFault? fault)
{
    public long Sequence => record.Sequence;

    public string Method => record.Method;

    public string[] Segments => target.Segments;

    public ReadOnlyMemory<byte> Body => body;

    /// <summary>The time of receipt in Unix seconds.</summary>
    public long UnixTime => unixTime;

    public string? Query(string name) => target.QueryValue(name);

    public bool Rejects(int item) => fault is not null && fault.Rejects(item);

    public bool TryBody(out JsonElement element) => Json.TryParseObject(body, out element);
}
