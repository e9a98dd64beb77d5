using System.Text;

namespace CustomerIo.Resilience.AspNetCore.Dashboard.Pages;

/// <summary>
/// Markup. It comes only from the literal parts of interpolated strings; whatever is put into the holes of one is encoded,
/// unless it is markup itself. So no text of a person, an event or a server can become markup by an oversight.
/// </summary>
internal readonly struct Html
{
    private readonly string? _text;

    private Html(string text) => _text = text;

    public static Html Empty => default;

    public static Html Of(HtmlHandler markup) => new(markup.ToString());

    public static Html Join(IEnumerable<Html> parts)
    {
        StringBuilder all = new();
        foreach (Html part in parts)
        {
            all.Append(part._text);
        }

        return new Html(all.ToString());
    }

    public override string ToString() => _text ?? string.Empty;
}
