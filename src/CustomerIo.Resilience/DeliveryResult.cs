using System.Runtime.InteropServices;

namespace CustomerIo.Resilience;

/// <summary>What became of an operation. An outage is no exception here: it is <see cref="DeliveryStatus.Stored"/>.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DeliveryResult
{
    private DeliveryResult(DeliveryStatus status, Ulid id, RejectionReason reason, CustomerIoError? error)
    {
        Status = status;
        OperationId = id;
        Reason = reason;
        Error = error;
    }

    /// <summary>What became of it.</summary>
    public DeliveryStatus Status { get; }

    /// <summary>The operation's ULID; of a duplicate, the first one's, or the default while that is on its way.</summary>
    public Ulid OperationId { get; }

    /// <summary>Why it was rejected; <see cref="RejectionReason.None"/> otherwise.</summary>
    public RejectionReason Reason { get; }

    /// <summary>The server's own words, or for <see cref="RejectionReason.Invalid"/> ours; says what to do.</summary>
    public CustomerIoError? Error { get; }

    /// <summary>Whether the operation is in good hands: everything but <see cref="DeliveryStatus.Rejected"/>.</summary>
    public bool IsAccepted => Status is not DeliveryStatus.Rejected;

    /// <summary>A result for an operation that waits in memory.</summary>
    public static DeliveryResult Queued(Ulid id) => new(DeliveryStatus.Queued, id, RejectionReason.None, null);

    /// <summary>A result for an operation that Customer.io has.</summary>
    public static DeliveryResult Delivered(Ulid id) => new(DeliveryStatus.Delivered, id, RejectionReason.None, null);

    /// <summary>A result for an operation that the fallback store has.</summary>
    public static DeliveryResult Stored(Ulid id) => new(DeliveryStatus.Stored, id, RejectionReason.None, null);

    /// <summary>A result for a repeat of the operation <paramref name="first"/>.</summary>
    public static DeliveryResult Duplicate(Ulid first) => new(DeliveryStatus.Duplicate, first, RejectionReason.None, null);

    /// <summary>A result for an operation that will not be delivered.</summary>
    public static DeliveryResult Rejected(Ulid id, RejectionReason reason, CustomerIoError? error = null) =>
        new(DeliveryStatus.Rejected, id, reason, error);

    internal static DeliveryResult Invalid(Ulid id, string message) =>
        Rejected(id, RejectionReason.Invalid, new CustomerIoError(message));
}
