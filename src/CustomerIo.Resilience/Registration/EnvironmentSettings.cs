using Microsoft.Extensions.Options;

namespace CustomerIo.Resilience.Registration;

/// <summary>The environment variables that are read when no configuration is given.</summary>
internal static class EnvironmentSettings
{
    public const string SiteId = "CUSTOMERIO_SITE_ID";
    public const string TrackApiKey = "CUSTOMERIO_TRACK_API_KEY";
    public const string AppApiKey = "CUSTOMERIO_APP_API_KEY";
    public const string Region = "CUSTOMERIO_REGION";

    public static void Apply(CustomerIoOptions options)
    {
        // What is not set leaves alone what another registration of the workspace has configured.
        options.SiteId = Value(SiteId) ?? options.SiteId;
        options.TrackApiKey = Value(TrackApiKey) ?? options.TrackApiKey;
        options.AppApiKey = Value(AppApiKey) ?? options.AppApiKey;
        if (Value(Region) is not { } region)
        {
            return;
        }

        options.Region = region.Trim().ToUpperInvariant() switch
        {
            "US" => CustomerIoRegion.US,
            "EU" => CustomerIoRegion.EU,
            _ => throw new OptionsValidationException(
                Options.DefaultName,
                typeof(CustomerIoOptions),
                [$"The environment variable {Region} is '{region}'; us or eu is allowed (option CustomerIo:Region)."]),
        };
    }

    private static string? Value(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { } value && !string.IsNullOrWhiteSpace(value) ? value : null;
}
