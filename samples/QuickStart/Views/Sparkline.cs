namespace CustomerIo.Resilience.QuickStart.Views;

/// <summary>A row of bars, the highest value being the highest bar.</summary>
internal static class Sparkline
{
    private const string Bars = "▁▂▃▄▅▆▇█";

    public static string Draw(IReadOnlyCollection<long> values)
    {
        long highest = values.Count == 0 ? 0 : values.Max();
        return highest == 0
            ? string.Empty
            : string.Concat(values.Select(value => value == 0 ? ' ' : Bars[(int)(value * (Bars.Length - 1) / highest)]));
    }
}
