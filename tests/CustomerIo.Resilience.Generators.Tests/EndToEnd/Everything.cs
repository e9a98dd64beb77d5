using System.Text.Json;
using System.Text.Json.Nodes;

namespace CustomerIo.Resilience.Generators.Tests.EndToEnd;

/// <summary>An event with a member of every type.</summary>
[CustomerIoEvent("every \"type\" ü")]
public partial class Everything
{
    public string? Text { get; set; }

    public char? Character { get; set; }

    public bool? Flag { get; set; }

    public byte? Small { get; set; }

    public int? Number { get; set; }

    public long? Large { get; set; }

    public ulong? Largest { get; set; }

    public float? Share { get; set; }

    public double? Distance { get; set; }

    public decimal? Money { get; set; }

    public Guid? Id { get; set; }

    public Uri? Link { get; set; }

    public Plan? Plan { get; set; }

    public DateTimeOffset? At { get; set; }

    public DateOnly? Day { get; set; }

#pragma warning disable CIO1009 // What it warns of is tried here.
    public DateTime? Utc { get; set; }

    [CustomerIoIso8601]
    public DateTime? IsoUtc { get; set; }
#pragma warning restore CIO1009

    [CustomerIoIso8601]
    public DateTimeOffset? IsoAt { get; set; }

    [CustomerIoIso8601]
    public DateOnly? IsoDay { get; set; }

    public IReadOnlyList<string?>? Tags { get; set; }

    public IEnumerable<int[]>? Table { get; init; }

    public Dictionary<string, decimal>? Prices { get; init; }

    public IReadOnlyDictionary<string, object?>? Loose { get; set; }

    public Address? Address { get; set; }

    public JsonElement? Element { get; set; }

    public JsonNode? Node { get; set; }

    [CustomerIoJson(typeof(ForeignJson))]
    public Foreign? Foreign { get; set; }

    [CustomerIoWriteNull]
    public string? Written { get; set; }

    [CustomerIoIgnore]
    public string? Ignored { get; set; }

    [CustomerIoName("Other-Name")]
    public string? Renamed { get; set; }

    [CustomerIoAdditional]
    public Dictionary<string, object?>? More { get; init; }
}
