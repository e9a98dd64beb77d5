using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CustomerIo.Resilience.AspNetCore;

/// <summary>
/// The signature of Customer.io's reporting webhooks: the hexadecimal HMAC-SHA256, by the webhook's signing secret, of
/// <c>v0:</c>, the timestamp, a colon and the body (reporting webhooks reference, "Securely verifying requests").
/// </summary>
public static class CustomerIoWebhookSignature
{
    /// <summary>The header with the moment of sending, in Unix seconds.</summary>
    public const string TimestampHeader = "X-CIO-Timestamp";

    /// <summary>The header with the signature.</summary>
    public const string SignatureHeader = "X-CIO-Signature";

    private const int HexLength = HMACSHA256.HashSizeInBytes * 2;
    private const int LongestTimestamp = 18;

    /// <summary>Whether a request is genuine and recent.</summary>
    /// <param name="timestamp">The value of <see cref="TimestampHeader"/>, as it was received.</param>
    /// <param name="signature">The value of <see cref="SignatureHeader"/>; upper or lower case.</param>
    /// <param name="body">The body, byte for byte as it was received.</param>
    /// <param name="now">The time now.</param>
    /// <param name="replayWindow">How far the timestamp may be from now, before or after, in whole seconds.</param>
    /// <param name="secrets">The signing secrets; several while one takes the place of another. All are tried.</param>
    /// <exception cref="ArgumentException">There is no secret, or an empty one.</exception>
    public static CustomerIoWebhookVerdict Check(
        string? timestamp,
        string? signature,
        ReadOnlySpan<byte> body,
        DateTimeOffset now,
        TimeSpan replayWindow,
        params IEnumerable<string> secrets)
    {
        if (!IsWellFormed(timestamp, signature))
        {
            return CustomerIoWebhookVerdict.Missing;
        }

        if (!IsRecent(timestamp, now, replayWindow))
        {
            return CustomerIoWebhookVerdict.Stale;
        }

        return Verify(timestamp, signature, body, secrets)
            ? CustomerIoWebhookVerdict.Valid
            : CustomerIoWebhookVerdict.Wrong;
    }

    /// <summary>
    /// Whether a body was signed with one of the secrets, compared in constant time. It does not look at the clock:
    /// see <see cref="Check"/>.
    /// </summary>
    /// <param name="timestamp">The value of <see cref="TimestampHeader"/>, as it was received.</param>
    /// <param name="signature">The value of <see cref="SignatureHeader"/>; upper or lower case.</param>
    /// <param name="body">The body, byte for byte as it was received.</param>
    /// <param name="secrets">The signing secrets; several while one takes the place of another. All are tried.</param>
    /// <exception cref="ArgumentException">There is no secret, or an empty one.</exception>
    public static bool Verify(
        string? timestamp, string? signature, ReadOnlySpan<byte> body, params IEnumerable<string> secrets)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        Span<byte> received = stackalloc byte[HMACSHA256.HashSizeInBytes];
        bool isReadable = timestamp is not null && TryReadHex(signature, received);

        // All secrets are tried, so that the time does not tell which one it was.
        bool isValid = false;
        bool hasSecret = false;
        foreach (string secret in secrets)
        {
            hasSecret = true;
            isValid |= CryptographicOperations.FixedTimeEquals(received, Sign(timestamp ?? string.Empty, body, secret));
        }

        return hasSecret
            ? isReadable && isValid
            : throw new ArgumentException("There is no signing secret. Give at least one.", nameof(secrets));
    }

    /// <summary>The signature that Customer.io would send, for tests of your own.</summary>
    /// <param name="timestamp">When it is sent, in whole seconds; the value of <see cref="TimestampHeader"/>.</param>
    /// <param name="body">The body.</param>
    /// <param name="secret">The signing secret.</param>
    /// <returns>The value of <see cref="SignatureHeader"/>.</returns>
    /// <exception cref="ArgumentException">The secret is empty.</exception>
    public static string Create(DateTimeOffset timestamp, ReadOnlySpan<byte> body, string secret) => Convert
        .ToHexString(Sign(timestamp.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), body, secret))
        .ToLowerInvariant();

    /// <summary>Whether both headers have the form that they must have, whatever they say.</summary>
    internal static bool IsWellFormed([NotNullWhen(true)] string? timestamp, string? signature) =>
        IsTimestamp(timestamp) && TryReadHex(signature, stackalloc byte[HMACSHA256.HashSizeInBytes]);

    internal static bool IsTimestamp([NotNullWhen(true)] string? timestamp) =>
        timestamp is { Length: > 0 and <= LongestTimestamp } && timestamp.All(char.IsAsciiDigit);

    /// <summary>Whether a well-formed timestamp is in the window around now, both ends included.</summary>
    internal static bool IsRecent(string timestamp, DateTimeOffset now, TimeSpan replayWindow)
    {
        long sent = long.Parse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture);
        return Math.Abs(now.ToUnixTimeSeconds() - sent) <= (long)replayWindow.TotalSeconds;
    }

    private static bool TryReadHex(string? hex, Span<byte> bytes)
    {
        if (hex?.Length != HexLength || !hex.All(char.IsAsciiHexDigit))
        {
            return false;
        }

        Convert.FromHexString(hex).CopyTo(bytes);
        return true;
    }

    private static byte[] Sign(string timestamp, ReadOnlySpan<byte> body, string secret)
    {
        ArgumentException.ThrowIfNullOrEmpty(secret);
        using IncrementalHash hash = IncrementalHash.CreateHMAC(
            HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hash.AppendData("v0:"u8);
        hash.AppendData(Encoding.UTF8.GetBytes(timestamp));
        hash.AppendData(":"u8);
        hash.AppendData(body);
        return hash.GetHashAndReset();
    }
}
