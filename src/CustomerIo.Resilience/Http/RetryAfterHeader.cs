using System.Globalization;

namespace CustomerIo.Resilience.Http;

/// <summary>Reads <c>Retry-After</c>, more leniently than the framework, which drops what is not quite right.</summary>
internal static class RetryAfterHeader
{
    /// <summary>Longer waits mean the same to us: not in this call.</summary>
    private const long LongestSeconds = 366L * 24 * 60 * 60;

    /// <summary>The three forms of an HTTP date (RFC 9110, 5.6.7).</summary>
    private static readonly string[] DateFormats =
        ["ddd, dd MMM yyyy HH:mm:ss 'GMT'", "dddd, dd-MMM-yy HH:mm:ss 'GMT'", "ddd MMM d HH:mm:ss yyyy"];

    /// <summary>
    /// The wait asked for, 0 if its time is past; <see langword="null"/> for what is neither seconds nor a date.
    /// </summary>
    public static TimeSpan? Parse(string? value, DateTimeOffset now)
    {
        ReadOnlySpan<char> text = value.AsSpan().Trim();
        if (text.IsEmpty)
        {
            return null;
        }

        // Digits only: a number parser would also take "NaN". As many digits as there are, hence a double.
        bool isNumber = !text.TrimStart('-').ContainsAnyExceptInRange('0', '9');
        if (isNumber
            && double.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out double seconds))
        {
            return TimeSpan.FromSeconds(Math.Clamp(seconds, 0, LongestSeconds));
        }

        bool isDate = DateTimeOffset.TryParseExact(
            text,
            DateFormats,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces,
            out DateTimeOffset date);
        if (!isDate)
        {
            return null;
        }

        TimeSpan wait = date - now;
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
