using System.Net.Http.Headers;
using System.Text;

namespace CustomerIo.Resilience.Http;

/// <summary>Addresses and credentials, ready to use, of one set of options.</summary>
internal sealed class WorkspaceSettings
{
    private readonly string _trackRoot;
    private readonly string _appRoot;
    private readonly AuthenticationHeaderValue? _track;
    private readonly AuthenticationHeaderValue? _app;

    // Nearly all requests go to the same path, so the last address made is worth keeping.
    private Tuple<string, Uri>? _lastTrackUri;

    public WorkspaceSettings(CustomerIoOptions options)
    {
        Options = options;
        bool isEurope = options.Region == CustomerIoRegion.EU;
        _trackRoot =
            RootOf(options.TrackAddress, isEurope ? "https://track-eu.customer.io" : "https://track.customer.io");
        _appRoot = RootOf(options.ApiAddress, isEurope ? "https://api-eu.customer.io" : "https://api.customer.io");

        if (!string.IsNullOrEmpty(options.SiteId) && !string.IsNullOrEmpty(options.TrackApiKey))
        {
            byte[] pair = Encoding.UTF8.GetBytes($"{options.SiteId}:{options.TrackApiKey}");
            _track = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(pair));
        }

        if (!string.IsNullOrEmpty(options.AppApiKey))
        {
            _app = new AuthenticationHeaderValue("Bearer", options.AppApiKey);
        }
    }

    /// <summary>The options these settings were made from.</summary>
    public CustomerIoOptions Options { get; }

    public AuthenticationHeaderValue? CredentialsOf(ApiSurface surface) => surface == ApiSurface.Track ? _track : _app;

    public Uri AddressOf(HttpCall call)
    {
        if (call.Surface != ApiSurface.Track)
        {
            return new Uri(_appRoot + call.Path);
        }

        Tuple<string, Uri>? last = Volatile.Read(ref _lastTrackUri);
        if (last is null || !ReferenceEquals(last.Item1, call.Path))
        {
            last = Tuple.Create(call.Path, new Uri(_trackRoot + call.Path));
            Volatile.Write(ref _lastTrackUri, last);
        }

        return last.Item2;
    }

    private static string RootOf(Uri? address, string regionHost) =>
        address is null ? regionHost : address.GetLeftPart(UriPartial.Path).TrimEnd('/');
}
