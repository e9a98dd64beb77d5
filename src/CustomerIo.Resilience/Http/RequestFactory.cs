using System.Net;
using System.Net.Http.Headers;
using System.Reflection;

namespace CustomerIo.Resilience.Http;

/// <summary>Makes a fresh request for each attempt; the bytes of the body are the call's own, never copied.</summary>
internal static class RequestFactory
{
    private static readonly ProductInfoHeaderValue UserAgent = new("CustomerIo.Resilience", Version());

    public static HttpRequestMessage Make(HttpCall call, Uri address, AuthenticationHeaderValue? credentials)
    {
        var request = new HttpRequestMessage(call.Method, address)
        {
            // HTTP/2 where TLS negotiates it, 1.1 otherwise.
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        request.Headers.UserAgent.Add(UserAgent);
        request.Headers.Authorization = credentials;
        if (!call.Body.IsEmpty)
        {
            request.Content = new ReadOnlyMemoryContent(call.Body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json; charset=utf-8");
        }

        return request;
    }

    private static string Version()
    {
        string? version = typeof(RequestFactory).Assembly
            .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        return version?.Split('+')[0] ?? "0";
    }
}
