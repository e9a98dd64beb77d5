namespace CustomerIo.Resilience.Track;

/// <summary>Where the account behind the credentials lives.</summary>
/// <param name="Url">The host to send Track requests to.</param>
/// <param name="Region">
/// The region of the data; <see langword="null"/> if Customer.io named one this library does not know.
/// </param>
/// <param name="EnvironmentId">The number of the workspace.</param>
public sealed record AccountRegion(string? Url, CustomerIoRegion? Region, long? EnvironmentId);
