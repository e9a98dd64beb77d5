using CustomerIo.Resilience.Resilience;
using Microsoft.Extensions.Options;

namespace CustomerIo.Resilience.Registration;

/// <summary>Checks the options of one workspace: each by itself, then against each other.</summary>
internal sealed class CustomerIoOptionsValidator(string workspace) : IValidateOptions<CustomerIoOptions>
{
    private readonly OptionAttributesValidator _attributes = new();

    public ValidateOptionsResult Validate(string? name, CustomerIoOptions options)
    {
        if (!string.Equals(name ?? Options.DefaultName, workspace, StringComparison.Ordinal))
        {
            return ValidateOptionsResult.Skip;
        }

        ValidateOptionsResult attributes = _attributes.Validate(name, options);
        if (attributes.Failed)
        {
            return attributes;
        }

        string[] problems =
        [
            .. Credentials(options),
            .. Visible(nameof(options.SiteId), options.SiteId),
            .. Visible(nameof(options.TrackApiKey), options.TrackApiKey),
            .. Visible(nameof(options.AppApiKey), options.AppApiKey),
            .. Address(nameof(options.TrackAddress), options.TrackAddress),
            .. Address(nameof(options.ApiAddress), options.ApiAddress),
            .. Defined("Region", options.Region),
            .. Defined("Idempotency:Mode", options.Idempotency.Mode),
            .. Defined("Delivery:Durability", options.Delivery.Durability),
            .. Defined("Fallback:WhenFull", options.Fallback.WhenFull),
            .. ResilienceOptionsRules.Check("CustomerIo:Track", options.Track),
            .. ResilienceOptionsRules.Check("CustomerIo:App", options.App),
        ];
        return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private IEnumerable<string> Credentials(CustomerIoOptions options)
    {
        bool hasSite = !string.IsNullOrWhiteSpace(options.SiteId);
        bool hasKey = !string.IsNullOrWhiteSpace(options.TrackApiKey);
        if (!hasSite && !hasKey && !string.IsNullOrWhiteSpace(options.AppApiKey))
        {
            yield break;
        }

        if (!hasSite)
        {
            yield return Missing(nameof(options.SiteId), EnvironmentSettings.SiteId);
        }

        if (!hasKey)
        {
            yield return Missing(nameof(options.TrackApiKey), EnvironmentSettings.TrackApiKey);
        }
    }

    // They travel in a header; a line break at the end is what a secret read from a file often has.
    private static IEnumerable<string> Visible(string option, string? credential)
    {
        int place = credential.AsSpan().IndexOfAnyExceptInRange('!', '~');
        if (place >= 0 && !string.IsNullOrWhiteSpace(credential))
        {
            yield return $"CustomerIo:{option} has a space, a line break or another character that no key has, at place " +
                $"{place + 1} of {credential.Length}. Set it without.";
        }
    }

    private string Missing(string option, string variable) => workspace.Length == 0
        ? $"CustomerIo:{option} is missing. Set it in the configuration given to AddCustomerIo, or call AddCustomerIo " +
          $"without arguments and set the environment variable {variable}."
        : $"{option} of the workspace '{workspace}' is missing. Set it in the configuration given to " +
          $"AddCustomerIo(\"{workspace}\", ...); environment variables are read for the unnamed workspace only.";

    private static IEnumerable<string> Address(string option, Uri? address)
    {
        if (address is not null && !(address.IsAbsoluteUri && address.Scheme is "http" or "https"))
        {
            yield return $"CustomerIo:{option} is '{Shown(address)}'; an absolute http or https address is allowed.";
        }
    }

    // A user and password in an address are nobody's business.
    private static string Shown(Uri address) => address.IsAbsoluteUri
        ? address.GetComponents(UriComponents.AbsoluteUri & ~UriComponents.UserInfo, UriFormat.UriEscaped)
        : address.OriginalString;

    private static IEnumerable<string> Defined<TEnum>(string option, TEnum value)
        where TEnum : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            yield return $"CustomerIo:{option} is '{value}'; {string.Join(" or ", Enum.GetNames<TEnum>())} is allowed.";
        }
    }
}
