using System.Runtime.InteropServices;
using CustomerIo.Resilience.Delivery.Contents;

namespace CustomerIo.Resilience.Delivery;

/// <summary>What an event, page view or screen view says.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Activity<TContent>(
    Ulid Id, TContent Content, DateTimeOffset Timestamp, DateTimeOffset? TrackedAt)
    where TContent : struct, IEventContent;
