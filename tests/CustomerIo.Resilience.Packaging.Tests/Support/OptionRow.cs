using System.Globalization;
using System.Reflection;

namespace CustomerIo.Resilience.Packaging.Tests.Support;

/// <summary>An option with a default as the README's table shows it: name, default, allowed range, read off the class.</summary>
internal static class OptionRow
{
    public static IEnumerable<string> All() => Of(new CustomerIoOptions(), string.Empty);

    private static IEnumerable<string> Of(object options, string prefix)
    {
        foreach (PropertyInfo property in options.GetType().GetProperties())
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

            yield return $"| `{name}` | {Text(value)} | {Range(property)} |";
        }
    }

    private static string Range(PropertyInfo property)
    {
        CustomAttributeData? range = property.CustomAttributes.FirstOrDefault(
            attribute => attribute.AttributeType.Name is "NumberRangeAttribute" or "TimeRangeAttribute");
        return range is null
            ? Choices(property.PropertyType)
            : $"{Bound(range, 0)} to {Bound(range, 1)}";
    }

    private static string Choices(Type type) => type.IsEnum ? string.Join(", ", Enum.GetNames(type)) : "true, false";

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
