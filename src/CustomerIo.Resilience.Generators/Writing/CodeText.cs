using System.Globalization;
using System.Text;

namespace CustomerIo.Resilience.Generators.Writing;

/// <summary>Source code that is being written: lines and blocks with their indentation.</summary>
internal sealed class CodeText
{
    private readonly StringBuilder _text = new();
    private int _depth;
    private int _names;

    /// <summary>A name that no other part of the file has.</summary>
    public string NewName(string prefix) => prefix + (++_names).ToString(CultureInfo.InvariantCulture);

    public void Line(string line = "")
    {
        if (line.Length > 0)
        {
            _text.Append(' ', _depth * 4).Append(line);
        }

        _text.Append('\n');
    }

    public void Open(string head)
    {
        Line(head);
        Line("{");
        _depth++;
    }

    public void Close(string after = "")
    {
        _depth--;
        Line("}" + after);
    }

    public override string ToString() => _text.ToString();
}
