using CustomerIo.Resilience.Delivery.Intake;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Delivery.Lanes;

/// <summary>Makes the rows of a store from operations in memory.</summary>
internal static class Rows
{
    /// <param name="head">Everything about it but its bytes.</param>
    /// <param name="payload">The bytes; the row keeps the array.</param>
    /// <param name="position">Its place; 0 for a dead letter.</param>
    /// <param name="parked">Its state, if it is parked.</param>
    public static Operation Make(in OperationHead head, byte[] payload, long position, ParkedState? parked = null) => new()
    {
        Id = head.Id,
        Kind = head.Kind,
        Key = head.Key.StoredKey,
        SecondKey = head.Others?.Second?.StoredKey,
        NamedKeys = head.Others is { Named.Count: > 0 } others ? [.. others.Named.Select(static key => key.StoredKey)] : [],
        OccurredAt = head.OccurredAt,
        Payload = payload,
        Position = position,
        Parked = parked,
    };
}
