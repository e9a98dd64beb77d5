using System.Text;

namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>Checks the Authorization header of each API.</summary>
internal sealed class Credentials(CustomerIoSimulatorOptions options)
{
    private readonly string _basic =
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.SiteId}:{options.TrackApiKey}"));

    public bool AllowTrack(string? header) => Is(header, "Basic ", _basic);

    public bool AllowApp(string? header) => Is(header, "Bearer ", options.AppApiKey);

    private static bool Is(string? header, string scheme, string value) =>
        header is not null
        && header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)
        && header.AsSpan(scheme.Length).Trim().SequenceEqual(value);
}
