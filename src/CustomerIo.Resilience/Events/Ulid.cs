using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace CustomerIo.Resilience;

/// <summary>
/// A ULID: 48 bits of Unix milliseconds and 80 bits that make it unique, written as 26 characters of Crockford base 32.
/// Customer.io ignores an event whose ULID it has already seen (Track API reference, <c>id</c> of an event).
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly struct Ulid : IEquatable<Ulid>, IComparable<Ulid>, ISpanFormattable, IUtf8SpanFormattable, ISpanParsable<Ulid>
{
    /// <summary>How many characters a ULID is written with.</summary>
    public const int TextLength = 26;

    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    // Two digits at a time: every event has a ULID, and is written once.
    private static readonly ushort[] Pairs =
        [.. Enumerable.Range(0, 1024).Select(static bits => (ushort)((Alphabet[bits >> 5] << 8) | Alphabet[bits & 31]))];

    // Keys carry no time of their own; a fixed one keeps them from looking like events of the far future.
    private const ulong KeyTime = 1_577_836_800_000;

    private readonly ulong _high;
    private readonly ulong _low;

    internal Ulid(ulong high, ulong low)
    {
        _high = high;
        _low = low;
    }

    /// <summary>The moment in the time part. A ULID made by <see cref="FromKey"/> has a fixed one without meaning.</summary>
    public DateTimeOffset Time => DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Min(_high >> 16, 253_402_300_799_999));

    /// <summary>How many bytes a ULID has.</summary>
    public const int ByteLength = 16;

    internal ulong High => _high;

    internal ulong Low => _low;

    /// <summary>
    /// The ULID of a key of your own: the same key gives the same ULID in every process, so that Customer.io can recognise
    /// a repeat. 80 bits of its SHA-256: two among a billion keys meet with a probability of about 4 in 10 million.
    /// </summary>
    /// <param name="key">Any text that names one event, such as an order number with the event's name.</param>
    /// <exception cref="ArgumentException"><paramref name="key"/> is empty.</exception>
    public static Ulid FromKey(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(key), hash);
        return new Ulid(
            (KeyTime << 16) | BinaryPrimitives.ReadUInt16BigEndian(hash),
            BinaryPrimitives.ReadUInt64BigEndian(hash[2..]));
    }

    /// <summary>The ULID of 16 bytes in the order in which ULIDs sort.</summary>
    /// <exception cref="ArgumentException">They are not 16.</exception>
    public static Ulid FromBytes(ReadOnlySpan<byte> bytes) => bytes.Length == ByteLength
        ? new Ulid(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]))
        : throw new ArgumentException($"{bytes.Length} bytes are no ULID; it has {ByteLength}.", nameof(bytes));

    /// <summary>Writes its 16 bytes, in the order in which ULIDs sort.</summary>
    /// <exception cref="ArgumentException">There is no room for them.</exception>
    public void WriteBytes(Span<byte> destination)
    {
        if (destination.Length < ByteLength)
        {
            throw new ArgumentException($"A ULID has {ByteLength} bytes; there is room for {destination.Length}.", nameof(destination));
        }

        BinaryPrimitives.WriteUInt64BigEndian(destination, _high);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], _low);
    }

    /// <summary>Reads the 26 characters of a ULID, in either letter case.</summary>
    /// <exception cref="FormatException">The text is not a ULID.</exception>
    public static Ulid Parse(string s) => Parse(s.AsSpan(), null);

    /// <inheritdoc cref="Parse(string)"/>
    public static Ulid Parse(string s, IFormatProvider? provider) => Parse(s.AsSpan(), provider);

    /// <inheritdoc cref="Parse(string)"/>
    public static Ulid Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => TryParse(s, provider, out Ulid ulid)
        ? ulid
        : throw new FormatException(
            $"A text of {s.Length} characters is not a ULID: {TextLength} characters of {Alphabet}, the first from 0 to 7.");

    /// <summary>Reads the 26 characters of a ULID, in either letter case.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, out Ulid result) => TryParse(s.AsSpan(), null, out result);

    /// <inheritdoc cref="TryParse(string?, out Ulid)"/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Ulid result) =>
        TryParse(s.AsSpan(), provider, out result);

    /// <inheritdoc cref="TryParse(string?, out Ulid)"/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Ulid result)
    {
        result = default;
        if (s.Length != TextLength || s[0] > '7')
        {
            return false;
        }

        UInt128 value = 0;
        foreach (char character in s)
        {
            int digit = Alphabet.IndexOf(char.ToUpperInvariant(character), StringComparison.Ordinal);
            if (digit < 0)
            {
                return false;
            }

            value = (value << 5) | (uint)digit;
        }

        result = new Ulid((ulong)(value >> 64), (ulong)value);
        return true;
    }

    /// <inheritdoc/>
    public bool Equals(Ulid other) => _high == other._high && _low == other._low;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Ulid other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_high, _low);

    /// <summary>Orders by time, then by the unique part; one process makes them in ascending order.</summary>
    public int CompareTo(Ulid other)
    {
        int high = _high.CompareTo(other._high);
        return high != 0 ? high : _low.CompareTo(other._low);
    }

    /// <summary>The 26 characters.</summary>
    public override string ToString() => string.Create(TextLength, this, static (text, ulid) => ulid.TryFormat(text, out _, default, null));

    string IFormattable.ToString(string? format, IFormatProvider? formatProvider) => ToString();

    /// <inheritdoc/>
    public bool TryFormat(
        Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        charsWritten = 0;
        if (destination.Length < TextLength)
        {
            return false;
        }

        Span<byte> digits = stackalloc byte[TextLength];
        WriteDigits(digits);
        Encoding.ASCII.GetChars(digits, destination);

        charsWritten = TextLength;
        return true;
    }

    /// <inheritdoc/>
    public bool TryFormat(
        Span<byte> utf8Destination,
        out int bytesWritten,
        ReadOnlySpan<char> format,
        IFormatProvider? provider)
    {
        bytesWritten = 0;
        if (utf8Destination.Length < TextLength)
        {
            return false;
        }

        WriteDigits(utf8Destination);

        bytesWritten = TextLength;
        return true;
    }

    // 128 bits are 2 digits of the top 8 (two bits of 10 are always 0) and twice 12 digits of 60.
    private void WriteDigits(Span<byte> text)
    {
        WritePairs(text[..2], _high >> 56);
        WritePairs(text[2..14], (_high << 4) | (_low >> 60));
        WritePairs(text[14..TextLength], _low);
    }

    private static void WritePairs(Span<byte> text, ulong bits)
    {
        for (int index = text.Length - 2; index >= 0; index -= 2)
        {
            BinaryPrimitives.WriteUInt16BigEndian(text[index..], Pairs[bits & 1023]);
            bits >>= 10;
        }
    }

    /// <summary>Whether two ULIDs are the same.</summary>
    public static bool operator ==(Ulid left, Ulid right) => left.Equals(right);

    /// <summary>Whether two ULIDs differ.</summary>
    public static bool operator !=(Ulid left, Ulid right) => !left.Equals(right);

    /// <summary>Whether <paramref name="left"/> was made before <paramref name="right"/>.</summary>
    public static bool operator <(Ulid left, Ulid right) => left.CompareTo(right) < 0;

    /// <summary>Whether <paramref name="left"/> was made after <paramref name="right"/>.</summary>
    public static bool operator >(Ulid left, Ulid right) => left.CompareTo(right) > 0;

    /// <summary>Whether <paramref name="left"/> was made before <paramref name="right"/>, or is the same.</summary>
    public static bool operator <=(Ulid left, Ulid right) => left.CompareTo(right) <= 0;

    /// <summary>Whether <paramref name="left"/> was made after <paramref name="right"/>, or is the same.</summary>
    public static bool operator >=(Ulid left, Ulid right) => left.CompareTo(right) >= 0;
}
