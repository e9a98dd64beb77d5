using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;

namespace CustomerIo.Resilience.AspNetCore.Dashboard.Pages;

/// <summary>Puts <see cref="Html"/> together from an interpolated string; safe in text and in quoted attributes.</summary>
[InterpolatedStringHandler]
internal readonly struct HtmlHandler
{
    private readonly StringBuilder _markup;

    public HtmlHandler(int literalLength, int formattedCount) =>
        _markup = new StringBuilder(literalLength + (formattedCount * 16));

    public void AppendLiteral(string markup) => _markup.Append(markup);

    public void AppendFormatted(Html markup) => _markup.Append(markup.ToString());

    public void AppendFormatted(string? text) => _markup.Append(HtmlEncoder.Default.Encode(text ?? string.Empty));

    public void AppendFormatted(long number) => _markup.Append(CultureInfo.InvariantCulture, $"{number}");

    public void AppendFormatted(double number, string format) =>
        _markup.Append(number.ToString(format, CultureInfo.InvariantCulture));

    public override string ToString() => _markup.ToString();
}
