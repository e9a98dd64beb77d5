namespace CustomerIo.Resilience.QuickStart.Taxonomy;

/// <summary>What is known of a user; what is null is left as Customer.io has it.</summary>
[CustomerIoAttributes]
internal sealed partial record UserAttributes(string? Email = null, string? FirstName = null, string? Plan = null)
{
    /// <summary>What the file says beyond that.</summary>
    [CustomerIoAdditional]
    public Dictionary<string, object?>? More { get; init; }
}
