using System.Text.Json;

namespace CustomerIo.Resilience.Testing;

/// <summary>A person in the simulated workspace, as they were when asked for.</summary>
public sealed class SimulatedPerson
{
    internal SimulatedPerson(
        string cioId,
        string? id,
        string? email,
        IReadOnlyDictionary<string, JsonElement> attributes,
        IReadOnlyDictionary<string, long> timestamps,
        IReadOnlyList<SimulatedDevice> devices,
        IReadOnlyList<int> segments,
        IReadOnlyDictionary<string, bool> topics)
    {
        CioId = cioId;
        Id = id;
        Email = email;
        Attributes = attributes;
        AttributeTimestamps = timestamps;
        Devices = devices;
        Segments = segments;
        Topics = topics;
    }

    /// <summary>The identifier Customer.io assigned, without its <c>cio_</c> prefix.</summary>
    public string CioId { get; }

    /// <summary>The caller's identifier; null when there is none.</summary>
    public string? Id { get; }

    /// <summary>The email address; null when there is none.</summary>
    public string? Email { get; }

    /// <summary>The attributes as they were written, with <c>email</c> and <c>id</c> if written so.</summary>
    public IReadOnlyDictionary<string, JsonElement> Attributes { get; }

    /// <summary>The Unix second of the write that set each attribute.</summary>
    public IReadOnlyDictionary<string, long> AttributeTimestamps { get; }

    /// <summary>The devices.</summary>
    public IReadOnlyList<SimulatedDevice> Devices { get; }

    /// <summary>The numbers of the manual segments the person is in.</summary>
    public IReadOnlyList<int> Segments { get; }

    /// <summary>The subscription preferences by topic, such as <c>topic_1</c>.</summary>
    public IReadOnlyDictionary<string, bool> Topics { get; }

    /// <summary>Whether the person is unsubscribed: true, "true" in any case, or 1 (Track API reference).</summary>
    public bool IsUnsubscribed => Attributes.TryGetValue("unsubscribed", out var value) && value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.String => string.Equals(value.GetString(), "true", StringComparison.OrdinalIgnoreCase),
        JsonValueKind.Number => value.TryGetInt32(out var number) && number == 1,
        _ => false,
    };
}
