using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace CustomerIo.Resilience.Testing.Tests;

/// <summary>A bare HttpClient with the right credentials for each API, over a real socket.</summary>
internal sealed class SimulatorClient : IDisposable
{
    private readonly HttpClient _http;

    public SimulatorClient(CustomerIoSimulator simulator, Uri? address = null)
    {
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false })
        {
            BaseAddress = address ?? simulator.TrackAddress,
            Timeout = TimeSpan.FromSeconds(20),
        };
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{simulator.SiteId}:{simulator.TrackApiKey}"));
        Track = new AuthenticationHeaderValue("Basic", basic);
        App = new AuthenticationHeaderValue("Bearer", simulator.AppApiKey);
    }

    public AuthenticationHeaderValue? Track { get; set; }

    public AuthenticationHeaderValue? App { get; set; }

    public async Task<Answer> SendAsync(
        string method, string path, string? json = null, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Authorization = path.StartsWith("/v1", StringComparison.Ordinal) ? App : Track;
        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }

        using var response = await _http.SendAsync(request, cancellationToken);
        return new Answer(
            (int)response.StatusCode,
            await response.Content.ReadAsStringAsync(cancellationToken),
            response.Headers.Location,
            response.Headers.RetryAfter,
            response.Headers.TryGetValues("Retry-After", out var values) ? values.First() : null);
    }

    public Task<Answer> PostAsync(string path, string json) => SendAsync("POST", path, json);

    public Task<Answer> PutAsync(string path, string json) => SendAsync("PUT", path, json);

    public Task<Answer> GetAsync(string path) => SendAsync("GET", path);

    public Task<Answer> DeleteAsync(string path) => SendAsync("DELETE", path);

    public Task<Answer> EntityAsync(string json) => PostAsync("/api/v2/entity", json);

    public Task<Answer> BatchAsync(params string[] items) =>
        PostAsync("/api/v2/batch", $$"""{"batch":[{{string.Join(',', items)}}]}""");

    public void Dispose() => _http.Dispose();

    internal sealed record Answer(
        int Status, string Body, Uri? Location, RetryConditionHeaderValue? RetryAfter, string? RawRetryAfter)
    {
        public JsonElement Json => JsonDocument.Parse(Body).RootElement;
    }
}
