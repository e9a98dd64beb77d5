using System.Text.Json;

namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>
/// One operation of the Track API, v1 or v2, taken apart but not yet judged. Its bytes stay those of the body.
/// </summary>
internal struct TrackItem
{
    public TrackItem()
    {
    }

    public int Index { get; set; }

    public string Type { get; set; } = string.Empty;

    public string Action { get; set; } = string.Empty;

    /// <summary>The person, when the item names exactly one.</summary>
    public PersonKey Person { get; set; } = PersonKey.None;

    /// <summary>The raw <c>identifiers</c>, for types other than person.</summary>
    public ReadOnlyMemory<byte> Identifiers { get; set; }

    public string? Name { get; set; }

    public string? Target { get; set; }

    public UInt128 Ulid { get; set; }

    public bool HasUlid { get; set; }

    public long? Timestamp { get; set; }

    public ReadOnlyMemory<byte> Attributes { get; set; }

    public ReadOnlyMemory<byte> Relationships { get; set; }

    public ReadOnlyMemory<byte> Device { get; set; }

    public ReadOnlyMemory<byte> Primary { get; set; }

    public ReadOnlyMemory<byte> Secondary { get; set; }

    /// <summary>The length of the item's JSON text.</summary>
    public int Bytes { get; set; }

    /// <summary>What was wrong with it while it was read.</summary>
    public ItemError? Error { get; set; }

    public static JsonElement Element(ReadOnlyMemory<byte> json) =>
        json.IsEmpty ? default : Json.Parse(json.Span);
}
