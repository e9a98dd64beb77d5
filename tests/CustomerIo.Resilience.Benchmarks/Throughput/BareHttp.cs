using System.Net.Http.Headers;
using System.Text;

namespace CustomerIo.Resilience.Benchmarks.Throughput;

/// <summary>The baselines' client: nothing but credentials and a number of connections.</summary>
internal static class BareHttp
{
    public static HttpClient Make(Uri server, int connections)
    {
        SocketsHttpHandler handler = new() { MaxConnectionsPerServer = connections };
        HttpClient http = new(handler, disposeHandler: true) { BaseAddress = server };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Application.SiteId}:{Application.TrackApiKey}")));
        return http;
    }
}
