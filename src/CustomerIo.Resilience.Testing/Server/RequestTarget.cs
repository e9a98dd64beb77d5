namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>
/// A request's target taken apart from its raw form, so that an escaped slash stays within its segment. Dot segments
/// are taken away before decoding decides anything, as servers and clients do (RFC 3986), so that an identifier that
/// reads <c>..</c> misroutes here as it would there.
/// </summary>
internal sealed class RequestTarget
{
    private readonly Dictionary<string, string> _query;

    private RequestTarget(string path, string query, string[] segments)
    {
        Path = path;
        Query = query;
        Segments = segments;
        _query = ParseQuery(query);
    }

    /// <summary>The path as it came.</summary>
    public string Path { get; }

    public string Query { get; }

    /// <summary>The decoded segments.</summary>
    public string[] Segments { get; }

    public static RequestTarget Parse(string rawTarget)
    {
        if (!rawTarget.StartsWith('/') && Uri.TryCreate(rawTarget, UriKind.Absolute, out var absolute))
        {
            rawTarget = absolute.PathAndQuery;
        }

        var mark = rawTarget.IndexOf('?', StringComparison.Ordinal);
        var path = mark < 0 ? rawTarget : rawTarget[..mark];
        var query = mark < 0 ? string.Empty : rawTarget[(mark + 1)..];
        return new RequestTarget(path, query, Split(path));
    }

    public string? QueryValue(string name) => _query.GetValueOrDefault(name);

    private static string[] Split(string path)
    {
        var segments = new List<string>(6);
        foreach (var part in path.TrimStart('/').Split('/'))
        {
            var segment = Uri.UnescapeDataString(part);
            if (segment is "..")
            {
                if (segments.Count > 0)
                {
                    segments.RemoveAt(segments.Count - 1);
                }
            }
            else if (segment is not ".")
            {
                segments.Add(segment);
            }
        }

        return [.. segments];
    }

    private static Dictionary<string, string> ParseQuery(string query)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? pair : pair[..equals];
            values[Decode(name)] = equals < 0 ? string.Empty : Decode(pair[(equals + 1)..]);
        }

        return values;
    }

    private static string Decode(string text) =>
        Uri.UnescapeDataString(text.Replace("+", "%20", StringComparison.Ordinal));
}
