namespace CustomerIo.Resilience.Http;

/// <summary>When a call may be sent again after a failure.</summary>
internal enum Repetition
{
    /// <summary>A repeat has no further effect: an upsert, a read, or an event with a ULID.</summary>
    Safe,

    /// <summary>A repeat would be a second message: only when the server certainly did not take the first.</summary>
    OnlyIfNotTaken,
}
