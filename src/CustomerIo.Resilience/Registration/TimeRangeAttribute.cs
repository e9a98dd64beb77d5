using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace CustomerIo.Resilience.Registration;

/// <summary>The range of a duration, in the constant format of <see cref="TimeSpan"/>. The framework's needs reflection.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TimeRangeAttribute(string minimum, string maximum) : ValidationAttribute
{
    public string Minimum { get; } = minimum;

    public string Maximum { get; } = maximum;

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        TimeSpan from = TimeSpan.Parse(Minimum, CultureInfo.InvariantCulture);
        TimeSpan to = TimeSpan.Parse(Maximum, CultureInfo.InvariantCulture);
        return value is TimeSpan time && time >= from && time <= to
            ? ValidationResult.Success
            : new ValidationResult($"{validationContext.DisplayName} is {value}; from {from} to {to} is allowed.");
    }
}
