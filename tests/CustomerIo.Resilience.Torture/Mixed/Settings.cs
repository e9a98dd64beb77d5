namespace CustomerIo.Resilience.Torture.Mixed;

/// <summary>What producer and judge have to agree on.</summary>
internal static class Settings
{
    public const int Lanes = 4;
    public const int MaxBatchCount = 20;

    public static readonly TimeSpan AttemptTimeout = TimeSpan.FromMilliseconds(500);
    public static readonly TimeSpan BreakDuration = TimeSpan.FromMilliseconds(500);
    public static readonly TimeSpan MaxDrainDelay = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest <c>Retry-After</c> of the server.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    /// <summary>How long after trouble nobody can complain that an operation is late.</summary>
    public static TimeSpan Recovery => BreakDuration + MaxDrainDelay + AttemptTimeout;

    /// <summary>The longest that one operation that always fails may delay those of others on its lane.</summary>
    public static TimeSpan Narrowing => (Math.Log(MaxBatchCount, 8) + 2) * AttemptTimeout;

    /// <summary>What a busy machine, the flush interval and merges of healthy people may add to that, once.</summary>
    public static TimeSpan Slack => TimeSpan.FromSeconds(1.5);
}
