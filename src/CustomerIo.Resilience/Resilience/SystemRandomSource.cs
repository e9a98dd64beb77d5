using System.Security.Cryptography;

namespace CustomerIo.Resilience.Resilience;

/// <summary>The operating system's randomness: slow, but thread-safe, unseeded, and asked only once a retry.</summary>
internal sealed class SystemRandomSource : RandomSource
{
    private const int Steps = 1 << 30;

    public static readonly SystemRandomSource Instance = new();

    private SystemRandomSource()
    {
    }

    public override double NextDouble() => RandomNumberGenerator.GetInt32(Steps) / (double)Steps;
}
