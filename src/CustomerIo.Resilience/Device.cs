namespace CustomerIo.Resilience;

/// <summary>A device that push messages can be sent to.</summary>
/// <param name="Token">The token of the push service.</param>
/// <param name="Platform"><c>ios</c> or <c>android</c> (Track API reference).</param>
/// <param name="LastUsed">When it was last used; Customer.io takes the time of receipt by default.</param>
/// <param name="Attributes">Attributes such as <c>device_os</c> or <c>app_version</c>; none by default.</param>
public sealed record Device(
    string Token, string Platform, DateTimeOffset? LastUsed = null, Dictionary<string, object?>? Attributes = null);
