namespace CustomerIo.Resilience;

/// <summary>What makes two operations the same one.</summary>
public enum IdempotencyMode
{
    /// <summary>The key the caller gives. Without a key, an operation is never taken for a repeat.</summary>
    CallerKey,

    /// <summary>
    /// The content, where the caller gives no key. Two equal events that both happened (two views of a page) become
    /// one.
    /// </summary>
    Content,
}
