using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace CustomerIo.Resilience.Resilience;

/// <summary>A <see cref="TimeSpan"/> between two bounds, both allowed. The framework's range needs reflection for that.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TimeRangeAttribute : ValidationAttribute
{
    public TimeRangeAttribute(string minimum, string maximum)
        : base("{0} must be between {1} and {2}.")
    {
        Minimum = minimum;
        Maximum = maximum;
    }

    public string Minimum { get; }

    public string Maximum { get; }

    public override bool IsValid(object? value) =>
        value is TimeSpan time && time >= Parse(Minimum) && time <= Parse(Maximum);

    public override string FormatErrorMessage(string name) =>
        string.Format(CultureInfo.InvariantCulture, ErrorMessageString, name, Parse(Minimum), Parse(Maximum));

    private static TimeSpan Parse(string value) => TimeSpan.Parse(value, CultureInfo.InvariantCulture);
}
