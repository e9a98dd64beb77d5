using System.Text.Json;

namespace CustomerIo.Resilience.Testing;

/// <summary>A person's device.</summary>
/// <param name="Token">The push token, which v1 calls the device's <c>id</c>.</param>
/// <param name="Platform"><c>ios</c> or <c>android</c>.</param>
/// <param name="LastUsed">The Unix second of its last use; null when not given.</param>
/// <param name="Attributes">Its attributes; undefined when there are none.</param>
public sealed record SimulatedDevice(string Token, string Platform, long? LastUsed, JsonElement Attributes);
