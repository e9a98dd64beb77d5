using System.Globalization;
using System.Reflection;

namespace CustomerIo.Resilience.Packaging.Tests.Support;

/// <summary>An option with a default as a table of the page shows it: name, default, allowed range, read off the class.</summary>
internal static class OptionRow
{
    public static IEnumerable<string> AllOf(object options) => Of(options, string.Empty);

    private static IEnumerable<string> Of(object options, string prefix)
    {
        foreach (PropertyInfo property in options.GetType().GetProperties().Where(static option => option.CanWrite))
        {
            string name = prefix + property.Name;
            object? value = property.GetValue(options);
            if (value is null && Nullable.GetUnderlyingType(property.PropertyType) is null)
            {
                continue;
            }

            if (value is not null && property.PropertyType.IsClass)
            {
                // One row stands for both APIs: their options are of one class.
                foreach (string row in name is "App" ? [] : Of(value, name + "."))
                {
                    yield return row;
                }

                continue;
            }

            yield return $"| `{name}` | {Text(value)} | {Range(property, options)} |";
        }
    }

    private static string Range(PropertyInfo property, object options)
    {
        CustomAttributeData? range = property.CustomAttributes.FirstOrDefault(
            attribute => attribute.AttributeType.Name is "NumberRangeAttribute" or "TimeRangeAttribute");
        return range is null
            ? Choices(property.PropertyType) ?? DocumentedRange.Of(property) ?? WithoutEnd(property, options)
            : $"{Bound(range, 0)} to {Bound(range, 1)}";
    }

    private static string? Choices(Type type) => type switch
    {
        { IsEnum: true } => string.Join(", ", Enum.GetNames(type)),
        _ when type == typeof(bool) => "true, false",
        _ => null,
    };

    // Without a documented range there is no upper end, and what is negative is refused where it is set.
    private static string WithoutEnd(PropertyInfo property, object options)
    {
        object tooSmall = property.PropertyType == typeof(TimeSpan) ? TimeSpan.FromTicks(-1) : -1L;
        Should.Throw<TargetInvocationException>(() => property.SetValue(options, tooSmall))
            .InnerException.ShouldBeOfType<ArgumentOutOfRangeException>();
        return "from 0";
    }

    private static string Bound(CustomAttributeData range, int index)
    {
        object? value = range.ConstructorArguments[index].Value;
        return value is string time ? Text(TimeSpan.Parse(time, CultureInfo.InvariantCulture)) : Text(value);
    }

    private static string Text(object? value) => value switch
    {
        true => "true",
        false => "false",
        TimeSpan time => Text(time),
        double number => number.ToString("#,0.##", CultureInfo.InvariantCulture),
        IFormattable number and (int or long) => number.ToString("#,0", CultureInfo.InvariantCulture),
        null => "by store",
        _ => value.ToString()!,
    };

    private static string Text(TimeSpan time) => time switch
    {
        { Ticks: 0 } => "0 s",
        { TotalMilliseconds: < 100 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.##} ms"),
        { TotalSeconds: < 120 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.##} s"),
        { TotalMinutes: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0.##} min"),
        { TotalHours: < 24 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0.##} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalDays:0.##} d"),
    };
}
