namespace CustomerIo.Resilience.QuickStart.Taxonomy;

/// <summary>Somebody pays for something else than before.</summary>
/// <param name="From">The plan before.</param>
/// <param name="To">The plan from now on.</param>
[CustomerIoEvent("plan_changed")]
internal sealed partial record PlanChanged(string From, string To)
{
    /// <summary>What the file says beyond that.</summary>
    [CustomerIoAdditional]
    public Dictionary<string, object?>? More { get; init; }
}
