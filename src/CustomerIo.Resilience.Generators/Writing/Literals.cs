using System.Globalization;
using System.Text;

namespace CustomerIo.Resilience.Generators.Writing;

/// <summary>Texts as JSON and as C#.</summary>
internal static class Literals
{
    /// <summary>A JSON string with its quotes.</summary>
    public static string Json(string text)
    {
        StringBuilder json = new("\"");

        // What is no Unicode becomes U+FFFD, as everywhere in UTF-8.
        foreach (char character in Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)))
        {
            _ = character switch
            {
                '"' => json.Append("\\\""),
                '\\' => json.Append("\\\\"),
                '\n' => json.Append("\\n"),
                '\r' => json.Append("\\r"),
                '\t' => json.Append("\\t"),
                < ' ' => json.Append("\\u").Append(((int)character).ToString("x4", CultureInfo.InvariantCulture)),
                _ => json.Append(character),
            };
        }

        return json.Append('"').ToString();
    }

    /// <summary>A C# string literal; what is not plain ASCII is escaped, so that no editor or encoding can change it.</summary>
    public static string CSharp(string text)
    {
        StringBuilder literal = new("\"");
        foreach (char character in text)
        {
            _ = character switch
            {
                '"' => literal.Append("\\\""),
                '\\' => literal.Append("\\\\"),
                < ' ' or > '~' => literal.Append("\\u").Append(((int)character).ToString("x4", CultureInfo.InvariantCulture)),
                _ => literal.Append(character),
            };
        }

        return literal.Append('"').ToString();
    }

    /// <summary>Text as a C# literal of UTF-8.</summary>
    public static string Utf8(string text) => CSharp(text) + "u8";

    /// <summary>What comes before the value of a member.</summary>
    public static string Lead(string name) => Utf8($",{Json(name)}:");
}
