namespace CustomerIo.Resilience.Resilience;

/// <summary>Where jitter comes from; a test puts in its own.</summary>
internal abstract class RandomSource
{
    /// <summary>A number from 0 to below 1. Called from any thread.</summary>
    public abstract double NextDouble();
}
