using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace CustomerIo.Resilience.Generators.Plan;

/// <summary>
/// Reads JSON from left to right and knows where it is, so that what is wrong can be shown in its place. The compilers that
/// load this assembly do not promise any library that could do it.
/// </summary>
internal sealed class JsonCursor(string text)
{
    private int _at;

    /// <summary>Reads an object: calls back for the value of each name.</summary>
    public void ReadObject(Action<string, TextSpan> onMember)
    {
        Expect('{');
        if (TryTake('}'))
        {
            return;
        }

        do
        {
            SkipSpace();
            int start = _at;
            string name = ReadString();
            TextSpan place = TextSpan.FromBounds(start, _at);
            Expect(':');
            onMember(name, place);
        }
        while (TryTake(','));
        Expect('}');
    }

    /// <summary>Reads a text and gives where it was.</summary>
    public string ReadString()
    {
        Expect('"');
        StringBuilder value = new();
        while (Take() is var character && character != '"')
        {
            value.Append(character == '\\' ? Unescape() : character);
        }

        return value.ToString();
    }

    /// <summary>Passes over a value of any kind.</summary>
    public void Skip()
    {
        SkipSpace();
        switch (_at < text.Length ? text[_at] : '\0')
        {
            case '"':
                ReadString();
                break;
            case '{':
                ReadObject((_, _) => Skip());
                break;
            case '[':
                SkipArray();
                break;
            default:
                SkipWord();
                break;
        }
    }

    /// <summary>There must be nothing left.</summary>
    public void End()
    {
        SkipSpace();
        if (_at < text.Length)
        {
            throw Wrong("There is more after the end.");
        }
    }

    private void SkipArray()
    {
        Expect('[');
        if (TryTake(']'))
        {
            return;
        }

        do
        {
            Skip();
        }
        while (TryTake(','));
        Expect(']');
    }

    private void SkipWord()
    {
        int start = _at;
        while (_at < text.Length && (char.IsLetterOrDigit(text[_at]) || text[_at] is '-' or '+' or '.'))
        {
            _at++;
        }

        if (_at == start)
        {
            throw Wrong("A value is missing.");
        }
    }

    private char Unescape()
    {
        char character = Take();
        switch (character)
        {
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'u' when _at + 4 <= text.Length
                && ushort.TryParse(text.Substring(_at, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ushort code):
                _at += 4;
                return (char)code;
            case '"' or '\\' or '/':
                return character;
            default:
                throw Wrong($"'\\{character}' is no escape sequence of JSON.");
        }
    }

    private char Take()
    {
        if (_at == text.Length || text[_at] is '\n' or '\r')
        {
            throw Wrong("A text has no end.");
        }

        return text[_at++];
    }

    private bool TryTake(char expected)
    {
        SkipSpace();
        bool isThere = _at < text.Length && text[_at] == expected;
        _at += isThere ? 1 : 0;
        return isThere;
    }

    private void Expect(char expected)
    {
        if (!TryTake(expected))
        {
            throw Wrong($"'{expected}' is expected.");
        }
    }

    private void SkipSpace()
    {
        while (_at < text.Length && text[_at] is (' ' or '\t' or '\n' or '\r'))
        {
            _at++;
        }
    }

    private PlanException Wrong(string message) => new(message, new TextSpan(Math.Min(_at, text.Length), 0));
}
