namespace CustomerIo.Resilience.Http;

/// <summary>
/// Which redirects are followed. By hand, because the framework's own way turns a POST into a GET without its body and
/// drops the credentials, which loses an event that was sent to the wrong region's host.
/// </summary>
internal static class RedirectRule
{
    /// <summary>The most redirects followed for one attempt.</summary>
    public const int MaxHops = 5;

    public static bool IsRedirect(int status) => status is 301 or 302 or 307 or 308;

    /// <summary>
    /// Where to go next; <see langword="null"/> for nowhere, for other schemes, and from https to http.
    /// </summary>
    public static Uri? Target(Uri from, Uri? location)
    {
        if (location is null)
        {
            return null;
        }

        // On Unix, before .NET 10, a leading slash makes the header's parser see a file.
        string text = location.OriginalString;
        Uri relative = text.StartsWith('/') ? new Uri(text, UriKind.Relative) : location;
        if (!Uri.TryCreate(from, relative, out Uri? target))
        {
            return null;
        }

        bool followed =
            Is(target, Uri.UriSchemeHttps) || (Is(target, Uri.UriSchemeHttp) && Is(from, Uri.UriSchemeHttp));
        return followed ? target : null;
    }

    /// <summary>
    /// Whether credentials meant for one address may be shown to another: the same origin, or Customer.io.
    /// </summary>
    public static bool MayAuthorize(Uri from, Uri to)
    {
        bool sameOrigin = Is(from, to.Scheme)
            && string.Equals(from.Host, to.Host, StringComparison.OrdinalIgnoreCase)
            && from.Port == to.Port;
        return sameOrigin || (Is(to, Uri.UriSchemeHttps) && IsCustomerIo(to.Host));
    }

    private static bool Is(Uri address, string scheme) =>
        string.Equals(address.Scheme, scheme, StringComparison.Ordinal);

    private static bool IsCustomerIo(string host) =>
        host.Equals("customer.io", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".customer.io", StringComparison.OrdinalIgnoreCase);
}
