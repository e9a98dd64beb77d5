namespace CustomerIo.Resilience.Idempotency;

/// <summary>What is kept of one operation; lives under the guard's lock, but for the promise.</summary>
internal sealed class IdempotencyEntry<TResult>(string key, ContentFingerprint fingerprint)
{
    public string Key { get; } = key;

    public ContentFingerprint Fingerprint { get; } = fingerprint;

    /// <summary>Whether <see cref="Result"/> is there; until then the operation is under way.</summary>
    public bool IsDone { get; set; }

    /// <summary>Whether the guard has let go of it; a late report is then ignored.</summary>
    public bool IsGone { get; set; }

    public TResult? Result { get; set; }

    /// <summary>When a result that is there is no longer given, as a timestamp.</summary>
    public long ExpiresAt { get; set; }

    /// <summary>The one done after this; results expire in the order they came.</summary>
    public IdempotencyEntry<TResult>? DoneNext { get; set; }

    /// <summary>Made when a second caller asks: most operations never have one.</summary>
    public TaskCompletionSource<TResult>? Promise { get; set; }
}
