using System.Text.Json;

namespace CustomerIo.Resilience.Api;

/// <summary>
/// A group of the App API whose operations have no methods of their own yet: each is called by its path below the
/// group's, with JSON in and out. As everywhere, a POST is not repeated when its outcome is unknown.
/// </summary>
/// <example><c>await api.Campaigns.GetAsync("3/metrics?period=days")</c></example>
public interface IApiGroup
{
    /// <summary>The group's path, such as <c>/v1/campaigns</c>.</summary>
    string Path { get; }

    /// <summary>Reads.</summary>
    /// <param name="path">
    /// Path below the group's, and query; escape identifiers in it with <see cref="Uri.EscapeDataString(string)"/>.
    /// Default: the group itself, which mostly is its list.
    /// </param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<JsonElement> GetAsync(string path = "", CancellationToken cancellationToken = default);

    /// <summary>Makes or starts something.</summary>
    /// <param name="path">Path below the group's; empty for the group itself.</param>
    /// <param name="json">The body as JSON in UTF-8.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The answer; <see cref="JsonValueKind.Undefined"/> when the server answered with no body.</returns>
    Task<JsonElement> PostAsync(string path, ReadOnlyMemory<byte> json, CancellationToken cancellationToken = default);

    /// <summary>Changes something; parameters and answer as in <see cref="PostAsync"/>.</summary>
    Task<JsonElement> PutAsync(string path, ReadOnlyMemory<byte> json, CancellationToken cancellationToken = default);

    /// <summary>Deletes something; path and answer as in <see cref="PostAsync"/>.</summary>
    Task<JsonElement> DeleteAsync(string path, CancellationToken cancellationToken = default);
}
