using System.Runtime.InteropServices;
using CustomerIo.Resilience.Delivery.Lanes;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Delivery.Intake;

/// <summary>Everything about an operation but its place and its bytes; stamped at the call.</summary>
/// <param name="Id">Its ULID.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Key">Whose order it keeps.</param>
/// <param name="OccurredAt">When the call was made.</param>
/// <param name="Others">Whom else it concerns; null for nearly all.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct OperationHead(
    Ulid Id, OperationKind Kind, EntityKey Key, DateTimeOffset OccurredAt, OtherKeys? Others = null);
