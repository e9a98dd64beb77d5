namespace CustomerIo.Resilience.WebApi.Taxonomy;

/// <summary>What is known of a customer.</summary>
/// <param name="Email">The address.</param>
/// <param name="Plan">What they pay for.</param>
/// <param name="CreatedAt">When they signed up.</param>
[CustomerIoAttributes]
internal sealed partial record Profile(string Email, Plan Plan, DateTimeOffset? CreatedAt = null);
