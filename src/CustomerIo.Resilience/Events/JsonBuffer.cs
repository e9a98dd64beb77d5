using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace CustomerIo.Resilience.Events;

/// <summary>
/// A growing buffer of UTF-8 JSON. It knows escaping and number formats and nothing of structure: its callers write the
/// punctuation, mostly together with names that are ready-made UTF-8. Reused, it allocates nothing.
/// </summary>
internal sealed class JsonBuffer
{
    private static readonly SearchValues<char> NeedsEscape = SearchValues.Create(
        "\"\\\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u0009\u000a\u000b\u000c\u000d\u000e\u000f" +
        "\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f");

    private byte[] _bytes;
    private int _length;

    public JsonBuffer(int capacity = 1024) => _bytes = new byte[capacity];

    public int Length => _length;

    public ReadOnlySpan<byte> WrittenSpan => _bytes.AsSpan(0, _length);

    public ReadOnlyMemory<byte> WrittenMemory => _bytes.AsMemory(0, _length);

    public byte[] ToArray() => WrittenSpan.ToArray();

    public void Clear() => _length = 0;

    /// <summary>Forgets everything after <paramref name="length"/>.</summary>
    public void Truncate(int length) => _length = length;

    public void WriteRaw(ReadOnlySpan<byte> utf8)
    {
        utf8.CopyTo(Reserve(utf8.Length));
        _length += utf8.Length;
    }

    public void WriteRaw(byte utf8)
    {
        Reserve(1)[0] = utf8;
        _length++;
    }

    public void WriteNull() => WriteRaw("null"u8);

    public void WriteBoolean(bool value) => WriteRaw(value ? "true"u8 : "false"u8);

    public void WriteNumber(long value) => WriteNumber(default, value);

    /// <summary>Writes a number after what comes before it, with one look for room.</summary>
    public void WriteNumber(ReadOnlySpan<byte> lead, long value)
    {
        Span<byte> target = Reserve(lead.Length + 20);
        lead.CopyTo(target);
        Utf8Formatter.TryFormat(value, target[lead.Length..], out int written);
        _length += lead.Length + written;
    }

    public void WriteNumber(ulong value)
    {
        Utf8Formatter.TryFormat(value, Reserve(20), out int written);
        _length += written;
    }

    /// <summary>Writes the shortest text that reads back as the same number; the caller has refused NaN and infinity.</summary>
    public void WriteNumber(double value)
    {
        value.TryFormat(Reserve(32), out int written, provider: CultureInfo.InvariantCulture);
        _length += written;
    }

    public void WriteNumber(float value)
    {
        value.TryFormat(Reserve(32), out int written, provider: CultureInfo.InvariantCulture);
        _length += written;
    }

    public void WriteNumber(decimal value)
    {
        value.TryFormat(Reserve(32), out int written, provider: CultureInfo.InvariantCulture);
        _length += written;
    }

    /// <summary>
    /// Makes what was written since <paramref name="start"/>, each part after a comma, the inside of an object or array: the
    /// first comma becomes its opening.
    /// </summary>
    public void Close(int start, byte opening, byte closing)
    {
        if (_length == start)
        {
            WriteRaw(opening);
        }
        else
        {
            _bytes[start] = opening;
        }

        WriteRaw(closing);
    }

    /// <summary>Writes a value that formats to plain ASCII in quotes, such as a <see cref="Guid"/> or a ULID.</summary>
    public void WriteAscii<T>(T value, ReadOnlySpan<char> format = default)
        where T : IUtf8SpanFormattable
    {
        Span<byte> target = Reserve(66);
        target[0] = (byte)'"';
        if (!value.TryFormat(target[1..], out int written, format, CultureInfo.InvariantCulture))
        {
            throw new ArgumentException($"A {typeof(T).Name} does not fit in 64 bytes.", nameof(value));
        }

        target[written + 1] = (byte)'"';
        _length += written + 2;
    }

    /// <summary>Writes a JSON string; a lone surrogate becomes U+FFFD, as in every UTF-8 encoder.</summary>
    public void WriteString(ReadOnlySpan<char> value) => WriteString(default, value);

    /// <summary>Writes a JSON string after what comes before it, with one look for room.</summary>
    public void WriteString(ReadOnlySpan<byte> lead, ReadOnlySpan<char> value)
    {
        Span<byte> target = Reserve(lead.Length + (value.Length * 3) + 2);
        lead.CopyTo(target);
        int written = lead.Length;
        target[written++] = (byte)'"';
        int escape = value.IndexOfAny(NeedsEscape);
        if (escape < 0)
        {
            written += Encoding.UTF8.GetBytes(value, target[written..]);
            target[written] = (byte)'"';
            _length += written + 1;
            return;
        }

        _length += written;
        WriteEscaped(value, escape);
        WriteRaw((byte)'"');
    }

    private void WriteEscaped(ReadOnlySpan<char> value, int escape)
    {
        while (escape >= 0)
        {
            WriteText(value[..escape]);
            WriteEscape(value[escape]);
            value = value[(escape + 1)..];
            escape = value.IndexOfAny(NeedsEscape);
        }

        WriteText(value);
    }

    private void WriteText(ReadOnlySpan<char> value) =>
        _length += Encoding.UTF8.GetBytes(value, Reserve(value.Length * 3));

    private void WriteEscape(char value)
    {
        switch (value)
        {
            case '"':
                WriteRaw("\\\""u8);
                break;
            case '\\':
                WriteRaw("\\\\"u8);
                break;
            case '\n':
                WriteRaw("\\n"u8);
                break;
            case '\r':
                WriteRaw("\\r"u8);
                break;
            case '\t':
                WriteRaw("\\t"u8);
                break;
            default:
                WriteRaw("\\u00"u8);
                WriteRaw(HexDigit(value >> 4));
                WriteRaw(HexDigit(value & 0xF));
                break;
        }
    }

    private static byte HexDigit(int value) => (byte)(value < 10 ? '0' + value : 'a' + value - 10);

    private Span<byte> Reserve(int count)
    {
        if (_bytes.Length - _length < count)
        {
            Grow(_length + count);
        }

        return _bytes.AsSpan(_length);
    }

    // Pages grow to hundreds of kilobytes; nobody reads beyond what was written, so nothing has to be cleared.
    private void Grow(int needed)
    {
        byte[] larger = GC.AllocateUninitializedArray<byte>(Math.Max(_bytes.Length * 2, needed));
        WrittenSpan.CopyTo(larger);
        _bytes = larger;
    }
}
