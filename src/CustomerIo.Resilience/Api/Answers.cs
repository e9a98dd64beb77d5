using System.Text.Json.Serialization;

namespace CustomerIo.Resilience.Api;

/// <summary>The envelopes around the answers of the App API; a list may be missing or null.</summary>
internal static class Answers
{
    internal sealed class FoundCustomers
    {
        public List<PersonIdentifiers>? Results { get; init; }
    }

    internal sealed class SearchedCustomers
    {
        public List<PersonIdentifiers>? Identifiers { get; init; }

        public string? Next { get; init; }
    }

    internal sealed class OneCustomer
    {
        public CustomerProfile? Customer { get; init; }
    }

    internal sealed class ManyCustomers
    {
        public List<OneCustomer>? Customers { get; init; }
    }

    internal sealed class Activities
    {
        [JsonPropertyName("activities")]
        public List<CustomerActivity>? Items { get; init; }

        public string? Next { get; init; }
    }

    internal sealed class Messages
    {
        [JsonPropertyName("messages")]
        public List<CustomerMessage>? Items { get; init; }

        public string? Next { get; init; }
    }

    internal sealed class Relationships
    {
        [JsonPropertyName("cio_relationships")]
        public List<CustomerRelationship>? Items { get; init; }

        public string? Next { get; init; }
    }

    internal sealed class Preferences
    {
        public SubscriptionPreferences? Customer { get; init; }
    }

    internal sealed class ManySegments
    {
        public List<Segment>? Segments { get; init; }
    }

    internal sealed class OneSegment
    {
        public Segment? Segment { get; init; }
    }

    internal sealed class SegmentCount
    {
        public long? Count { get; init; }
    }

    internal sealed class UsedBy
    {
        [JsonPropertyName("used_by")]
        public SegmentUsage? Usage { get; init; }
    }

    internal sealed class ManyExports
    {
        public List<Export>? Exports { get; init; }
    }

    internal sealed class OneExport
    {
        public Export? Export { get; init; }
    }

    internal sealed class Link
    {
        public string? Url { get; init; }
    }

    internal sealed class Triggers
    {
        [JsonPropertyName("triggers")]
        public List<BroadcastTriggerStatus>? Items { get; init; }
    }

    internal sealed class TriggerErrors
    {
        public List<string>? Errors { get; init; }

        public string? Next { get; init; }
    }
}
