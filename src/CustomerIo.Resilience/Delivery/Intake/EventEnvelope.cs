using System.Runtime.InteropServices;
using CustomerIo.Resilience.Delivery.Intake.Contents;

namespace CustomerIo.Resilience.Delivery.Intake;

/// <summary>What an event, page view or screen view says.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct EventEnvelope<TContent>(
    Ulid Id, TContent Content, DateTimeOffset Timestamp, DateTimeOffset? TrackedAt)
    where TContent : struct, IEventContent;
