using System.Globalization;

namespace CustomerIo.Resilience.Fallback;

/// <summary>Reads what a store needs of <see cref="Operation.Key"/>.</summary>
public static class OperationKey
{
    /// <summary>Every key is this long: 24 bytes in hexadecimal, with capitals.</summary>
    public const int TextLength = 48;

    private const int HashDigits = 16;

    /// <summary>The lane of a key, of so many lanes, from 0; the same in every process and version.</summary>
    /// <param name="key">The key.</param>
    /// <param name="lanes">How many lanes there are.</param>
    public static int LaneOf(string key, int lanes) => (int)(HashOf(key) % (ulong)lanes);

    /// <summary>The first eight bytes of the key: the hash by which lanes are chosen.</summary>
    internal static ulong HashOf(string key) =>
        ulong.Parse(key.AsSpan(0, HashDigits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
