using CustomerIo.Resilience.Http;

namespace CustomerIo.Resilience.Api;

/// <summary>
/// Gives a request without a type of its own the surface and the caution that a typed one would have.
/// </summary>
internal static class RawCall
{
    /// <exception cref="ArgumentException">The path is not one of the App API, or leads elsewhere.</exception>
    public static HttpCall Of(HttpMethod method, string path, ReadOnlyMemory<byte> json)
    {
        string route = path.Split('?', '#')[0];
        if (!route.StartsWith("/v1/", StringComparison.Ordinal))
        {
            throw new ArgumentException("The path must begin with /v1/, as in /v1/campaigns/3.", nameof(path));
        }

        string[] segments = route.Split('/');
        if (Array.Exists(segments, static segment => Uri.UnescapeDataString(segment) is "." or ".."))
        {
            throw new ArgumentException("The path has a segment of dots, which leads elsewhere.", nameof(path));
        }

        return new HttpCall(SurfaceOf(method, segments), method, path, json, RepetitionOf(method));
    }

    private static ApiSurface SurfaceOf(HttpMethod method, string[] segments) => segments switch
    {
        [_, _, "send", ..] => ApiSurface.AppSend,
        [_, _, "campaigns", _, "triggers"] when method == HttpMethod.Post => ApiSurface.AppBroadcast,
        _ => ApiSurface.App,
    };

    private static Repetition RepetitionOf(HttpMethod method) =>
        method == HttpMethod.Get || method == HttpMethod.Head || method == HttpMethod.Put || method == HttpMethod.Delete
            ? Repetition.Safe
            : Repetition.OnlyIfNotTaken;
}
