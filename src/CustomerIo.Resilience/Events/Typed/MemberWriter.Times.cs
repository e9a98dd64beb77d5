using CustomerIo.Resilience.Events;

namespace CustomerIo.Resilience;

/// <content>Times and dates, as Unix seconds or as text.</content>
public readonly ref partial struct MemberWriter
{
    private const string IsoTime = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz";

    /// <summary>Writes Unix seconds.</summary>
    public void Write(ReadOnlySpan<byte> lead, DateTimeOffset value) => Write(lead, value.ToUnixTimeSeconds());

    /// <inheritdoc cref="Write(ReadOnlySpan{byte}, DateTimeOffset)"/>
    /// <exception cref="ArgumentException">Its kind is unspecified, so its instant is unknown.</exception>
    public void Write(ReadOnlySpan<byte> lead, DateTime value) =>
        Write(lead, InstantOf(lead, value));

    /// <summary>Writes the Unix seconds of its first moment in UTC.</summary>
    public void Write(ReadOnlySpan<byte> lead, DateOnly value) =>
        Write(lead, new DateTimeOffset(value.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeSeconds());

    /// <summary>Writes a time with its offset as text.</summary>
    public void WriteIso(ReadOnlySpan<byte> lead, DateTimeOffset value)
    {
        _json.WriteRaw(lead);
        _json.WriteAscii(value, IsoTime);
    }

    /// <inheritdoc cref="WriteIso(ReadOnlySpan{byte}, DateTimeOffset)"/>
    /// <exception cref="ArgumentException">Its kind is unspecified, so its instant is unknown.</exception>
    public void WriteIso(ReadOnlySpan<byte> lead, DateTime value) =>
        WriteIso(lead, InstantOf(lead, value));

    /// <summary>Writes a date as text.</summary>
    public void WriteIso(ReadOnlySpan<byte> lead, DateOnly value)
    {
        _json.WriteRaw(lead);
        _json.WriteAscii(value, "yyyy-MM-dd");
    }

    private static DateTimeOffset InstantOf(ReadOnlySpan<byte> lead, DateTime value) => value.Kind is DateTimeKind.Unspecified
        ? AttributeWriter.InstantOf(NameIn(lead), value)
        : new DateTimeOffset(value);
}
