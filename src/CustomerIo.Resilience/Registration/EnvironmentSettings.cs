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
        options.SiteId = Environment.GetEnvironmentVariable(SiteId);
        options.TrackApiKey = Environment.GetEnvironmentVariable(TrackApiKey);
        options.AppApiKey = Environment.GetEnvironmentVariable(AppApiKey);
        string? region = Environment.GetEnvironmentVariable(Region);
        if (string.IsNullOrWhiteSpace(region))
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
}
