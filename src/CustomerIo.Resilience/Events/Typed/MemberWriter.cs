using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using CustomerIo.Resilience.Events;

namespace CustomerIo.Resilience;

/// <summary>
/// Where generated code writes the members of typed events: straight into the bytes that are sent. Each value comes after its
/// lead, ready-made UTF-8 such as <c>,"total":</c>, which begins with a comma for the first member too: closing an object puts
/// its brace in the place of that comma, so nobody need know which member was the first.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[StructLayout(LayoutKind.Auto)]
public readonly ref partial struct MemberWriter
{
    private readonly JsonBuffer _json;
    private readonly int _depth;

    internal MemberWriter(JsonBuffer json, int depth = 1)
    {
        _json = json;
        _depth = depth;
    }

    /// <summary>Writes a text.</summary>
    public void Write(ReadOnlySpan<byte> lead, string value) => _json.WriteString(lead, value);

    /// <summary>Writes a character as a text of one.</summary>
    public void Write(ReadOnlySpan<byte> lead, char value)
    {
        _json.WriteRaw(lead);
        _json.WriteString([value]);
    }

    /// <summary>Writes <c>true</c> or <c>false</c>.</summary>
    public void Write(ReadOnlySpan<byte> lead, bool value)
    {
        _json.WriteRaw(lead);
        _json.WriteBoolean(value);
    }

    /// <summary>Writes a number.</summary>
    public void Write(ReadOnlySpan<byte> lead, long value) => _json.WriteNumber(lead, value);

    /// <inheritdoc cref="Write(ReadOnlySpan{byte}, long)"/>
    public void Write(ReadOnlySpan<byte> lead, ulong value)
    {
        _json.WriteRaw(lead);
        _json.WriteNumber(value);
    }

    /// <inheritdoc cref="Write(ReadOnlySpan{byte}, long)"/>
    public void Write(ReadOnlySpan<byte> lead, decimal value)
    {
        _json.WriteRaw(lead);
        _json.WriteNumber(value);
    }

    /// <summary>Writes the shortest number that reads back as the same.</summary>
    /// <exception cref="ArgumentException">It is not finite.</exception>
    public void Write(ReadOnlySpan<byte> lead, double value)
    {
        if (!double.IsFinite(value))
        {
            throw AttributeWriter.NotFinite(NameIn(lead));
        }

        _json.WriteRaw(lead);
        _json.WriteNumber(value);
    }

    /// <inheritdoc cref="Write(ReadOnlySpan{byte}, double)"/>
    public void Write(ReadOnlySpan<byte> lead, float value)
    {
        if (!float.IsFinite(value))
        {
            throw AttributeWriter.NotFinite(NameIn(lead));
        }

        _json.WriteRaw(lead);
        _json.WriteNumber(value);
    }

    /// <summary>Writes an id in its form with hyphens.</summary>
    public void Write(ReadOnlySpan<byte> lead, Guid value)
    {
        _json.WriteRaw(lead);
        _json.WriteAscii(value);
    }

    /// <summary>Writes an address as it was given.</summary>
    public void Write(ReadOnlySpan<byte> lead, Uri value) => Write(lead, value.OriginalString);

    /// <summary>Writes JSON that there is already.</summary>
    /// <exception cref="ArgumentException">It has text that is no valid Unicode.</exception>
    public void Write(ReadOnlySpan<byte> lead, JsonElement value)
    {
        _json.WriteRaw(lead);
        AttributeWriter.WriteValue(_json, NameIn(lead), value, _depth);
    }

    /// <inheritdoc cref="Write(ReadOnlySpan{byte}, JsonElement)"/>
    public void Write(ReadOnlySpan<byte> lead, JsonNode value)
    {
        _json.WriteRaw(lead);
        AttributeWriter.WriteValue(_json, NameIn(lead), value, _depth);
    }

    /// <summary>Writes <c>null</c>.</summary>
    public void WriteNull(ReadOnlySpan<byte> lead)
    {
        _json.WriteRaw(lead);
        _json.WriteNull();
    }

    /// <summary>Writes a value that is ready-made JSON, such as the name of an enum's value.</summary>
    public void WriteReady(ReadOnlySpan<byte> lead, ReadOnlySpan<byte> value)
    {
        _json.WriteRaw(lead);
        _json.WriteRaw(value);
    }

    /// <summary>Writes a value of another generated type, as an object.</summary>
    /// <exception cref="ArgumentException">It is nested too deep.</exception>
    public void WriteData<T>(ReadOnlySpan<byte> lead, in T value)
        where T : ICustomerIoData<T>
    {
        if (_depth == AttributeWriter.MaxDepth)
        {
            throw AttributeWriter.TooDeep(NameIn(lead));
        }

        int start = BeginObject(lead);
        T.WriteMembers(in value, new MemberWriter(_json, _depth + 1));
        EndObject(start);
    }

    /// <summary>Writes a value as its own type information says.</summary>
    /// <exception cref="ArgumentException">The context does not know the type.</exception>
    public void WriteJson<T>(ReadOnlySpan<byte> lead, T value, JsonTypeInfo? type)
    {
        JsonTypeInfo<T> known = type as JsonTypeInfo<T> ?? throw new ArgumentException(
            $"The JsonSerializerContext of '{NameIn(lead)}' does not know {typeof(T)}. Add [JsonSerializable] for it.",
            nameof(type));
        _json.WriteRaw(lead);
        _json.WriteRaw(JsonSerializer.SerializeToUtf8Bytes(value, known));
    }

    /// <summary>Begins an array; its items have a comma as their lead.</summary>
    public int BeginArray(ReadOnlySpan<byte> lead) => BeginObject(lead);

    /// <summary>Begins an object. Gives where, for its end.</summary>
    public int BeginObject(ReadOnlySpan<byte> lead)
    {
        _json.WriteRaw(lead);
        return _json.Length;
    }

    /// <summary>Ends an array.</summary>
    public void EndArray(int start) => _json.Close(start, (byte)'[', (byte)']');

    /// <summary>Ends an object.</summary>
    public void EndObject(int start) => _json.Close(start, (byte)'{', (byte)'}');

    /// <summary>Writes an entry of a dictionary whose values are of any type.</summary>
    /// <exception cref="ArgumentException">The name is empty, or the value has no JSON form here.</exception>
    public void WriteEntry(string name, object? value)
    {
        WriteName(name);
        AttributeWriter.WriteValue(_json, name, value, _depth);
    }

    /// <summary>Writes a name that is known only now; its value has no lead.</summary>
    /// <exception cref="ArgumentException">It is empty.</exception>
    public void WriteName(string name)
    {
        AttributeWriter.RefuseEmpty(name);
        _json.WriteRaw((byte)',');
        _json.WriteString(name);
        _json.WriteRaw((byte)':');
    }

    /// <summary>What is thrown when an additional entry has the name of a member.</summary>
    public static ArgumentException NameIsTaken(string name) => new(
        $"The additional entry '{name}' has the name of a member. Set the member, or rename the entry.", nameof(name));

    // Of a lead such as ,"total": the name; an item of an array has none.
    private static string NameIn(ReadOnlySpan<byte> lead) => lead.Length < 4 ? "(item)" : Encoding.UTF8.GetString(lead[2..^2]);
}
