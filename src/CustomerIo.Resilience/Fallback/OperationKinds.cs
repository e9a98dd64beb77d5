namespace CustomerIo.Resilience.Fallback;

/// <summary>What follows from an operation's kind.</summary>
public static class OperationKinds
{
    /// <summary>A delete or suppress: it removes the person's earlier waiting operations and is never given up.</summary>
    public static bool IsErasure(this OperationKind kind) => kind is OperationKind.Delete or OperationKind.Suppress;

    /// <summary>
    /// Whether a later delete or suppress of the same person makes it pointless. Erasures themselves, what lifts them, and
    /// merges, which concern another person too, always keep their place.
    /// </summary>
    public static bool IsErasable(this OperationKind kind) => kind is not (OperationKind.Delete or OperationKind.Suppress
        or OperationKind.Unsuppress or OperationKind.Merge);

    /// <summary>An event, which a store may let go first when it is full and told to.</summary>
    public static bool IsEvent(this OperationKind kind) =>
        kind is OperationKind.Event or OperationKind.Page or OperationKind.Screen or OperationKind.AnonymousEvent;

    /// <summary>
    /// A delete, suppress, unsuppress or merge: it waits for everything older that names its people, and what names them later
    /// waits for it.
    /// </summary>
    public static bool IsBarrier(this OperationKind kind) =>
        kind is OperationKind.Delete or OperationKind.Suppress or OperationKind.Unsuppress or OperationKind.Merge;

    internal static bool TravelsAlone(this OperationKind kind) => kind is OperationKind.AnonymousEvent;
}
