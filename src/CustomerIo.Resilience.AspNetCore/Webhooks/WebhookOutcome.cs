namespace CustomerIo.Resilience.AspNetCore.Webhooks;

/// <summary>What became of a request, or of an event.</summary>
internal enum WebhookOutcome
{
    /// <summary>The handler is done.</summary>
    Handled,

    /// <summary>The handler goes on, or will begin; the request was told that all is well.</summary>
    Acknowledged,

    /// <summary>The handler goes on, or will begin; the sender is to ask again.</summary>
    Unfinished,

    /// <summary>The event was handled before.</summary>
    Duplicate,

    /// <summary>The handler threw.</summary>
    Failed,

    /// <summary>Too many events wait.</summary>
    Busy,

    /// <summary>The host stops.</summary>
    Stopping,

    /// <summary>The headers are missing or malformed.</summary>
    Unsigned,

    /// <summary>The timestamp is outside the window.</summary>
    Stale,

    /// <summary>The signature is wrong.</summary>
    WrongSignature,

    /// <summary>The body is too long.</summary>
    TooLarge,

    /// <summary>The body is not an event.</summary>
    Malformed,

    /// <summary>The sender went away before its request was complete.</summary>
    Aborted,
}
