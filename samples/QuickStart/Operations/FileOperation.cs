using System.Text.Json;

namespace CustomerIo.Resilience.QuickStart.Operations;

/// <summary>One line of the file.</summary>
internal sealed record FileOperation(int Line, FileOperationKind Kind, string Person)
{
    /// <summary>The event's name; empty for everything else.</summary>
    public string Event { get; init; } = string.Empty;

    /// <summary>Attributes of a person, or data of an event.</summary>
    public IReadOnlyDictionary<string, JsonElement> Values { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>A device's token; empty for everything else.</summary>
    public string Token { get; init; } = string.Empty;

    /// <summary>The platform of a device that is added.</summary>
    public DevicePlatform Platform { get; init; }

    /// <summary>Events and identifies can be sent in the background too.</summary>
    public bool CanBeEnqueued => Kind is FileOperationKind.Identify or FileOperationKind.Track;
}
