using System.Text.Json;

namespace CustomerIo.Resilience.Api;

/// <inheritdoc cref="IApiGroup" />
internal sealed class ApiGroup : IApiGroup
{
    private readonly ApiCalls _calls;

    public ApiGroup(ApiCalls calls, string path)
    {
        _calls = calls;
        Path = path;
    }

    public string Path { get; }

    public Task<JsonElement> GetAsync(string path = "", CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Get, path, default, cancellationToken);

    public Task<JsonElement> PostAsync(
        string path, ReadOnlyMemory<byte> json, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Post, path, json, cancellationToken);

    public Task<JsonElement> PutAsync(
        string path, ReadOnlyMemory<byte> json, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Put, path, json, cancellationToken);

    public Task<JsonElement> DeleteAsync(string path, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Delete, path, default, cancellationToken);

    private Task<JsonElement> SendAsync(
        HttpMethod method, string path, ReadOnlyMemory<byte> json, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(path);
        string separator = path.Length == 0 || path[0] is '/' or '?' ? string.Empty : "/";
        return _calls.SendRawAsync(RawCall.Of(method, $"{Path}{separator}{path}", json), cancellationToken);
    }
}
