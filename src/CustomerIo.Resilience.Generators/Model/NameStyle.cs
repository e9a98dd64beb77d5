using System.Text;

namespace CustomerIo.Resilience.Generators.Model;

/// <summary>snake_case, and how long names are.</summary>
internal static class NameStyle
{
    /// <summary>
    /// A C# name in snake_case: a word begins at a capital that follows a small letter or a digit, and at the last of several
    /// capitals if a small letter follows.
    /// </summary>
    public static string ToSnakeCase(string name)
    {
        StringBuilder snake = new(name.Length + 8);
        for (int i = 0; i < name.Length; i++)
        {
            char current = name[i];
            bool startsWord = char.IsUpper(current) && i > 0
                && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if ((startsWord || current is ' ' or '-' or '.') && snake.Length > 0 && snake[snake.Length - 1] != '_')
            {
                snake.Append('_');
            }

            if (current is not (' ' or '-' or '.'))
            {
                snake.Append(char.ToLowerInvariant(current));
            }
        }

        return snake.ToString();
    }

    public static bool IsSnakeCase(string name) =>
        name.Length > 0 && name[0] is >= 'a' and <= 'z' && name.All(static character =>
            character is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_');

    /// <summary>Bytes of UTF-8.</summary>
    public static int LengthOf(string name) => Encoding.UTF8.GetByteCount(name);
}
