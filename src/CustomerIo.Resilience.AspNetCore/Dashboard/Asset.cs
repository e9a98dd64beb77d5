using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace CustomerIo.Resilience.AspNetCore.Dashboard;

/// <summary>A file of the dashboard, out of the assembly. Its address changes with its content, so it may be cached.</summary>
internal sealed class Asset
{
    private readonly byte[] _content;
    private readonly string _type;
    private readonly string _version;

    private Asset(string name, string type)
    {
        Name = name;
        _type = type;
        using Stream resource = typeof(Asset).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The assembly has no resource {name}.");
        _content = new byte[resource.Length];
        resource.ReadExactly(_content);
        _version = Convert.ToHexString(SHA256.HashData(_content).AsSpan(0, 8));
    }

    public static Asset Style { get; } = new("dashboard.css", "text/css; charset=utf-8");

    public static Asset Script { get; } = new("dashboard.js", "text/javascript; charset=utf-8");

    public static Asset Icon { get; } = new("dashboard.svg", "image/svg+xml");

    public static IReadOnlyList<Asset> All { get; } = [Style, Script, Icon];

    public string Name { get; }

    public string AddressOn(DashboardRequest request) =>
        request.Address("/" + Name, new KeyValuePair<string, string?>("v", _version));

    public async Task SendAsync(DashboardRequest request)
    {
        HttpResponse response = request.Context.Response;
        response.ContentType = _type;
        response.ContentLength = _content.Length;
        response.Headers.CacheControl = "private, max-age=86400";
        await response.Body.WriteAsync(_content, request.Aborted).ConfigureAwait(false);
    }
}
