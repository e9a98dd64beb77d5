using System.Globalization;
using CustomerIo.Resilience.Generators.Model;

namespace CustomerIo.Resilience.Generators.Writing;

/// <summary>Writes the code that writes a value.</summary>
internal sealed class ValueCode(CodeText code)
{
    private const string Comma = "\",\"u8";

    // The lead of a value whose name was written by itself.
    private const string Nothing = "default";

    /// <param name="value">What it is.</param>
    /// <param name="expression">The C# that gives it.</param>
    /// <param name="lead">The C# of what comes before it.</param>
    /// <param name="writesNull">Whether null is written or left out.</param>
    public void Write(ValueModel value, string expression, string lead, bool writesNull)
    {
        if (value.Presence.Length > 0)
        {
            code.Open($"if ({PresenceOf(value, expression)})");
            WritePresent(value, value.IsNullable ? $"{expression}.Value" : expression, lead);
            code.Close();
            WriteNull(lead, writesNull);
            return;
        }

        if (!value.CanBeNull || value.Kind is ValueKind.Any)
        {
            WritePresent(value, expression, lead);
            return;
        }

        string name = code.NewName("value");
        code.Open($"if ({expression} is {{ }} {name})");
        WritePresent(value, name, lead);
        code.Close();
        WriteNull(lead, writesNull);
    }

    /// <summary>Writes the entries of a dictionary as members.</summary>
    /// <param name="member">The dictionary.</param>
    /// <param name="expression">The C# that gives it.</param>
    /// <param name="taken">Names that entries may not have.</param>
    public void WriteAdditional(MemberModel member, string expression, IEnumerable<string> taken)
    {
        string entry = code.NewName("entry");
        string[] cases = [.. taken.Select(Literals.CSharp)];
        if (member.Value.CanBeNull)
        {
            code.Open($"if ({expression} is not null)");
        }

        code.Open($"foreach (var {entry} in {ItemsOf(member.Value, expression)})");
        if (cases.Length > 0)
        {
            code.Open($"if ({entry}.Key is {string.Join(" or ", cases)})");
            code.Line($"throw global::CustomerIo.Resilience.MemberWriter.NameIsTaken({entry}.Key);");
            code.Close();
            code.Line();
        }

        WriteEntry(member.Value.Item!, entry);
        code.Close();
        if (member.Value.CanBeNull)
        {
            code.Close();
        }
    }

    private void WriteNull(string lead, bool writesNull)
    {
        if (writesNull)
        {
            code.Open("else");
            code.Line($"writer.WriteNull({lead});");
            code.Close();
        }
    }

    private void WritePresent(ValueModel value, string expression, string lead)
    {
        switch (value.Kind)
        {
            case ValueKind.Time when value.IsIso:
                code.Line($"writer.WriteIso({lead}, {expression});");
                break;
            case ValueKind.Enum:
                WriteEnum(value, expression, lead);
                break;
            case ValueKind.Data:
                code.Line($"writer.WriteData<{value.Type}>({lead}, {expression});");
                break;
            case ValueKind.Context:
                code.Line($"writer.WriteJson({lead}, {expression}, {value.Context}.Default.GetTypeInfo(typeof({value.Type})));");
                break;
            case ValueKind.List:
                WriteList(value, expression, lead);
                break;
            case ValueKind.Dictionary:
                WriteDictionary(value, expression, lead);
                break;
            default:
                code.Line($"writer.Write({lead}, {expression});");
                break;
        }
    }

    private void WriteEnum(ValueModel value, string expression, string lead)
    {
        code.Open($"switch ({expression})");
        foreach (EnumName name in value.Names)
        {
            code.Line($"case {name.Field}:");
            code.Line($"    writer.WriteReady({lead}, {Literals.Utf8(Literals.Json(name.Name))});");
            code.Line("    break;");
        }

        code.Line("default:");
        code.Line($"    writer.Write({lead}, ({value.Number}){expression});");
        code.Line("    break;");
        code.Close();
    }

    private void WriteList(ValueModel value, string expression, string lead)
    {
        string start = code.NewName("start");
        string item = code.NewName("item");
        code.Line($"int {start} = writer.BeginArray({lead});");
        code.Open($"foreach (var {item} in {ItemsOf(value, expression)})");
        Write(value.Item!, item, Comma, writesNull: true);
        code.Close();
        code.Line($"writer.EndArray({start});");
    }

    private void WriteDictionary(ValueModel value, string expression, string lead)
    {
        string start = code.NewName("start");
        string entry = code.NewName("entry");
        code.Line($"int {start} = writer.BeginObject({lead});");
        code.Open($"foreach (var {entry} in {ItemsOf(value, expression)})");
        WriteEntry(value.Item!, entry);
        code.Close();
        code.Line($"writer.EndObject({start});");
    }

    private static string ItemsOf(ValueModel value, string expression) =>
        value.Items.Length == 0 ? expression : $"({value.Items}){expression}";

    private static string PresenceOf(ValueModel value, string expression) => value.IsNullable
        ? $"{expression}.HasValue && {string.Format(CultureInfo.InvariantCulture, value.Presence, expression + ".Value")}"
        : string.Format(CultureInfo.InvariantCulture, value.Presence, expression);

    private void WriteEntry(ValueModel value, string entry)
    {
        if (value.Kind is ValueKind.Any)
        {
            code.Line($"writer.WriteEntry({entry}.Key, {entry}.Value);");
            return;
        }

        code.Line($"writer.WriteName({entry}.Key);");
        Write(value, $"{entry}.Value", Nothing, writesNull: true);
    }
}
