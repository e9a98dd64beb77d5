namespace CustomerIo.Resilience.AspNetCore;

/// <summary>What <see cref="CustomerIoWebhookSignature.Check"/> found.</summary>
public enum CustomerIoWebhookVerdict
{
    /// <summary>A header is missing, or is no timestamp or no signature.</summary>
    Missing,

    /// <summary>The timestamp is too old, or too far in the future; the signature was not looked at.</summary>
    Stale,

    /// <summary>The signature is that of another secret, timestamp or body.</summary>
    Wrong,

    /// <summary>The request is genuine and recent.</summary>
    Valid,
}
