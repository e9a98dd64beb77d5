using System.Globalization;
using System.Text;

namespace CustomerIo.Resilience.AspNetCore.Dashboard.Pages;

/// <summary>Values over time as lines; a text says the same to those who do not see it.</summary>
internal static class Chart
{
    private const int Width = 600;
    private const int Height = 120;
    private const string Dot = "h0";

    public static Html Of(string title, TimeSpan span, IReadOnlyList<ChartLine> lines)
    {
        double top = lines.SelectMany(static line => line.Values).Max() is { } highest and > 0 ? highest : 1;
        string now = string.Join(", ", lines.Select(static line => $"{line.Name} {Now(line)}"));
        return Html.Of(
            $"""
            <figure class="card">
            <figcaption><h2>{title}</h2> <span>{Html.Join(lines.Select(Key))}scale to {Show.Short(top)}; last {Show.Duration(span)}</span></figcaption>
            <svg viewBox="0 0 {Width} {Height}" preserveAspectRatio="none" role="img" aria-label="{title}: {now}, scale to {Show.Short(top)}">
            <line class="floor" x1="0" y1="{Height}" x2="{Width}" y2="{Height}"/>
            {Html.Join(lines.Select((line, index) => Html.Of($"<path class=\"line{index}\" d=\"{Path(line.Values, top)}\"/>")))}
            </svg>
            </figure>
            """);
    }

    private static Html Key(ChartLine line, int index) =>
        Html.Of($"<b class=\"key{index}\">{line.Name}</b> {Now(line)}; ");

    private static string Now(ChartLine line) =>
        line.Values.Count > 0 && line.Values[^1] is { } last ? Show.Short(last) : Show.Nothing;

    // Where there is no value the line is broken; a value by itself is a dot.
    private static string Path(IReadOnlyList<double?> values, double top)
    {
        StringBuilder path = new();
        bool isDrawing = false;
        for (int index = 0; index < values.Count; index++)
        {
            if (values[index] is not { } value)
            {
                isDrawing = false;
                continue;
            }

            double x = values.Count == 1 ? Width : (double)index / (values.Count - 1) * Width;
            double y = Height - (value / top * (Height - 4)) - 1;
            path.Append(isDrawing ? 'L' : 'M').Append(CultureInfo.InvariantCulture, $"{x:0.#} {y:0.#}");
            path.Append(isDrawing ? string.Empty : Dot);
            isDrawing = true;
        }

        return path.ToString();
    }
}
