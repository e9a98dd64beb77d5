namespace CustomerIo.Resilience.Fallback;

/// <summary>
/// One accepted operation, as stores keep it. Everything in it was stamped at the call and never changes: the bytes of
/// <see cref="Payload"/> are the bytes that are sent.
/// </summary>
public sealed class Operation
{
    /// <summary>The operation's ULID; unique. For events it is the id by which Customer.io recognises a repeat.</summary>
    public required Ulid Id { get; init; }

    /// <summary>Its place in the order of calls; ascending, also over restarts.</summary>
    public required long Sequence { get; init; }

    /// <summary>The lane it belongs to, from 0. Operations of one lane are delivered in the order of their sequence.</summary>
    public required int Lane { get; init; }

    /// <summary>What it does.</summary>
    public required OperationKind Kind { get; init; }

    /// <summary>The person or object it is about, such as <c>id:42</c>; personal data.</summary>
    public required string Key { get; init; }

    /// <summary>When the call was made.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The JSON that is sent, as UTF-8; empty for <see cref="OperationKind.MergeBarrier"/>.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>The other lane that takes part in a merge; <see langword="null"/> for everything else.</summary>
    public int? PeerLane { get; init; }

    internal Operation With(byte[] payload) => new()
    {
        Id = Id,
        Sequence = Sequence,
        Lane = Lane,
        Kind = Kind,
        Key = Key,
        OccurredAt = OccurredAt,
        Payload = payload,
        PeerLane = PeerLane,
    };
}
