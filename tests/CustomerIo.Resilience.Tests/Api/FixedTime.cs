namespace CustomerIo.Resilience.Tests.Api;

/// <summary>A clock that stands at 1,700,000,000 seconds.</summary>
internal sealed class FixedTime : TimeProvider
{
    public static DateTimeOffset Now { get; } = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    public override DateTimeOffset GetUtcNow() => Now;
}
