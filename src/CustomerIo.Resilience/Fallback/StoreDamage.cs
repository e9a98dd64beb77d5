namespace CustomerIo.Resilience.Fallback;

/// <summary>Stored data that could not be read any more, and was set aside for somebody to look at if it was still there.</summary>
/// <param name="SetAsideAs">Where it is now; null if it was deleted or replaced while it was in use.</param>
/// <param name="Lost">How many operations could not be saved from it; null if that cannot be known.</param>
public sealed record StoreDamage(string? SetAsideAs, long? Lost);
