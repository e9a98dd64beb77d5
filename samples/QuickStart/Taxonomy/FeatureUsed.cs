namespace CustomerIo.Resilience.QuickStart.Taxonomy;

/// <summary>Somebody used a feature.</summary>
/// <param name="Feature">Which.</param>
/// <param name="DurationMs">For how many milliseconds.</param>
[CustomerIoEvent("feature_used")]
internal sealed partial record FeatureUsed(string Feature, int DurationMs)
{
    /// <summary>What the file says beyond that.</summary>
    [CustomerIoAdditional]
    public Dictionary<string, object?>? More { get; init; }
}
