using System.Globalization;

namespace CustomerIo.Resilience.AspNetCore.Dashboard.Pages;

/// <summary>How figures and times read.</summary>
internal static class Show
{
    public const string Nothing = "–";

    public static string Number(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    public static Html Time(DateTimeOffset? moment) => moment is { } value
        ? Html.Of($"<time datetime=\"{Utc(value, "O")}\">{Utc(value, "yyyy-MM-dd HH:mm:ss")}</time>")
        : Html.Of($"{Nothing}");

    public static string Duration(TimeSpan? duration) => duration switch
    {
        null => Nothing,
        { TotalDays: >= 2 } days => Number((long)days.TotalDays) + " d",
        { TotalHours: >= 2 } hours => Number((long)hours.TotalHours) + " h",
        { TotalMinutes: >= 2 } minutes => Number((long)minutes.TotalMinutes) + " min",
        { TotalSeconds: >= 1 } seconds => Number((long)seconds.TotalSeconds) + " s",
        { } moment => Number((long)Math.Max(0, moment.TotalMilliseconds)) + " ms",
    };

    /// <summary>A figure with three digits that matter.</summary>
    public static string Short(double number) =>
        number.ToString(number switch { >= 100 => "#,0", >= 10 => "0.#", _ => "0.##" }, CultureInfo.InvariantCulture);

    public static string Circuit(CircuitState state) => state switch
    {
        CircuitState.Closed => "closed",
        CircuitState.Open => "open",
        CircuitState.HalfOpen => "half-open",
        _ => "isolated",
    };

    private static string Utc(DateTimeOffset moment, string format) =>
        moment.UtcDateTime.ToString(format, CultureInfo.InvariantCulture);
}
