using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace CustomerIo.Resilience;

/// <summary>The range of a duration, in the constant format of <see cref="TimeSpan"/>; safe to trim.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TimeRangeAttribute(string minimum, string maximum) : ValidationAttribute
{
    public TimeSpan Minimum { get; } = TimeSpan.Parse(minimum, CultureInfo.InvariantCulture);

    public TimeSpan Maximum { get; } = TimeSpan.Parse(maximum, CultureInfo.InvariantCulture);

    public override bool IsValid(object? value) => value is TimeSpan time && time >= Minimum && time <= Maximum;

    public override string FormatErrorMessage(string name) => string.Create(
        CultureInfo.InvariantCulture, $"{name} must be from {Minimum:c} to {Maximum:c}.");
}
