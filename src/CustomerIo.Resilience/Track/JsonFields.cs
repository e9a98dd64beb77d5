using System.Runtime.InteropServices;
using CustomerIo.Resilience.Events;

namespace CustomerIo.Resilience.Track;

/// <summary>Writes the fields of one JSON object; what is <see langword="null"/> is left out.</summary>
[StructLayout(LayoutKind.Auto)]
internal ref struct JsonFields
{
    private readonly JsonBuffer _json;
    private bool _started;

    public JsonFields(JsonBuffer json)
    {
        _json = json;
        json.WriteRaw((byte)'{');
    }

    /// <summary>Writes the name; the caller writes the value to the buffer.</summary>
    public JsonBuffer Name(ReadOnlySpan<byte> name)
    {
        _json.WriteRaw(_started ? ",\""u8 : "\""u8);
        _started = true;
        _json.WriteRaw(name);
        _json.WriteRaw("\":"u8);
        return _json;
    }

    public void Text(ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            Name(name).WriteString(value);
        }
    }

    public void Number(ReadOnlySpan<byte> name, long? value)
    {
        if (value is { } number)
        {
            Name(name).WriteNumber(number);
        }
    }

    public void Flag(ReadOnlySpan<byte> name, bool? value)
    {
        if (value is { } flag)
        {
            Name(name).WriteBoolean(flag);
        }
    }

    /// <summary>Unix seconds, the only form of time that Customer.io takes.</summary>
    public void Time(ReadOnlySpan<byte> name, DateTimeOffset? value) => Number(name, value?.ToUnixTimeSeconds());

    public void Attributes(ReadOnlySpan<byte> name, Dictionary<string, object?>? value)
    {
        if (value is not null)
        {
            AttributeWriter.WriteObject(Name(name), value);
        }
    }

    public void Texts(ReadOnlySpan<byte> name, IEnumerable<string>? values)
    {
        if (values is null)
        {
            return;
        }

        JsonBuffer json = Name(name);
        byte separator = (byte)'[';
        foreach (string value in values)
        {
            json.WriteRaw(separator);
            json.WriteString(value);
            separator = (byte)',';
        }

        json.WriteRaw(separator == (byte)'[' ? "[]"u8 : "]"u8);
    }

    /// <summary>Writes an object whose values are all text.</summary>
    public void Strings(ReadOnlySpan<byte> name, IReadOnlyDictionary<string, string>? values)
    {
        if (values is null)
        {
            return;
        }

        JsonBuffer json = Name(name);
        byte separator = (byte)'{';
        foreach (KeyValuePair<string, string> pair in values)
        {
            json.WriteRaw(separator);
            json.WriteString(pair.Key);
            json.WriteRaw((byte)':');
            json.WriteString(pair.Value);
            separator = (byte)',';
        }

        json.WriteRaw(separator == (byte)'{' ? "{}"u8 : "}"u8);
    }

    public void Parts<T>(ReadOnlySpan<byte> name, IReadOnlyList<T>? parts)
        where T : IJsonPart
    {
        if (parts is null)
        {
            return;
        }

        JsonBuffer json = Name(name);
        json.WriteRaw((byte)'[');
        for (int i = 0; i < parts.Count; i++)
        {
            json.WriteRaw(i == 0 ? default : ","u8);
            parts[i].Write(json);
        }

        json.WriteRaw((byte)']');
    }

    /// <summary>Writes a person as the identifiers object of v2 and of the App API.</summary>
    public void Person(ReadOnlySpan<byte> name, PersonId person)
    {
        JsonFields fields = new(Name(name));
        fields.Text(WireNames.Of(person.Kind), person.Value);
        fields.End();
    }

    public readonly void End() => _json.WriteRaw((byte)'}');
}
