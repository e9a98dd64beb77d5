namespace CustomerIo.Resilience;

/// <summary>The most requests a second that this process sends, by API surface.</summary>
public sealed class RateLimitOptions
{
}
