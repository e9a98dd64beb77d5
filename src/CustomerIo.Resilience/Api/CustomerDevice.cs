using System.Text.Json;

namespace CustomerIo.Resilience.Api;

/// <summary>A device of a person.</summary>
public sealed class CustomerDevice
{
    /// <summary>The device token.</summary>
    public string? Id { get; init; }

    /// <summary><c>ios</c> or <c>android</c>.</summary>
    public string? Platform { get; init; }

    /// <summary>When it was used last.</summary>
    public DateTimeOffset? LastUsed { get; init; }

    /// <summary>The device's attributes.</summary>
    public JsonElement? Attributes { get; init; }
}
