namespace CustomerIo.Resilience.Generators.Tests.EndToEnd;

[CustomerIoAttributes]
public sealed partial record Profile(string Email, Plan? Plan = null, DateTimeOffset? CreatedAt = null, string? LastSeenAt = null)
{
    [CustomerIoAdditional]
    public Dictionary<string, object?>? More { get; init; }
}
