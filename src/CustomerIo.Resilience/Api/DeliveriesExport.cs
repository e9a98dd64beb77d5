using CustomerIo.Resilience.Events;
using CustomerIo.Resilience.Track;

namespace CustomerIo.Resilience.Api;

/// <summary>Which deliveries to export.</summary>
public sealed class DeliveriesExport
{
    /// <summary>Describes an export of all deliveries of a source.</summary>
    /// <param name="source">What the deliveries belong to.</param>
    /// <exception cref="ArgumentException"><paramref name="source"/> is default.</exception>
    public DeliveriesExport(DeliveriesSource source) => Source = source.IsGiven
        ? source
        : throw new ArgumentException("No source was given. Use DeliveriesSource.Campaign, say.", nameof(source));

    /// <summary>What the deliveries belong to.</summary>
    public DeliveriesSource Source { get; }

    /// <summary>Made at or after this time. Default at Customer.io: the last 6 months; at most 12.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>Made at or before this time.</summary>
    public DateTimeOffset? End { get; init; }

    /// <summary>Attributes of the recipients, for more columns.</summary>
    public IReadOnlyCollection<string>? Attributes { get; init; }

    /// <summary>
    /// Only deliveries of which this is true: <c>created</c>, <c>attempted</c>, <c>sent</c>, <c>delivered</c>,
    /// <c>opened</c>, <c>clicked</c>, <c>converted</c>, <c>bounced</c>, <c>spammed</c>, <c>unsubscribed</c>,
    /// <c>dropped</c>, <c>failed</c> or <c>undeliverable</c> (App API reference).
    /// </summary>
    public string? Metric { get; init; }

    /// <summary>Whether drafts are included.</summary>
    public bool? Drafts { get; init; }

    /// <summary>Only deliveries of this content.</summary>
    public long? TemplateId { get; init; }

    internal JsonBuffer ToJson()
    {
        JsonBuffer json = new();
        JsonFields fields = new(json);
        Source.Write(ref fields);
        fields.Time("start"u8, Start);
        fields.Time("end"u8, End);
        fields.Texts("attributes"u8, Attributes);
        fields.Text("metric"u8, Metric);
        fields.Flag("drafts"u8, Drafts);
        fields.Number("template_id"u8, TemplateId);
        fields.End();
        return json;
    }
}
