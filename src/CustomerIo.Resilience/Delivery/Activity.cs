using System.Runtime.InteropServices;

namespace CustomerIo.Resilience.Delivery;

/// <summary>What an event, page view or screen view says.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Activity(
    Ulid Id,
    string Name,
    DateTimeOffset Timestamp,
    DateTimeOffset? TrackedAt,
    Dictionary<string, object?>? Data);
