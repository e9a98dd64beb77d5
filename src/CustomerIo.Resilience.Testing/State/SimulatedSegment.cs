namespace CustomerIo.Resilience.Testing;

/// <summary>A manual segment of the simulated workspace.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is for.</param>
/// <param name="MemberCioIds">The Customer.io identifiers of its members.</param>
/// <param name="MemberIds">The <c>id</c> of those members that have one.</param>
public sealed record SimulatedSegment(
    int Id,
    string Name,
    string Description,
    IReadOnlyList<string> MemberCioIds,
    IReadOnlyList<string> MemberIds);
