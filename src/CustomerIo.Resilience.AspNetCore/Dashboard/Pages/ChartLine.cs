namespace CustomerIo.Resilience.AspNetCore.Dashboard.Pages;

/// <summary>One line of a chart.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Values">Its values, oldest first; null where there was none.</param>
internal sealed record ChartLine(string Name, IReadOnlyList<double?> Values);
