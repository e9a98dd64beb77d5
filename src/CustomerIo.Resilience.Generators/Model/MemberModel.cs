namespace CustomerIo.Resilience.Generators.Model;

/// <summary>A property that is written.</summary>
/// <param name="Property">Its C# name, escaped.</param>
/// <param name="Name">Its name in JSON.</param>
/// <param name="Value">How its value is written.</param>
/// <param name="WritesNull">Whether null is written, not left out.</param>
/// <param name="IsAdditional">Whether its entries are written beside the other members.</param>
internal sealed record MemberModel(string Property, string Name, ValueModel Value, bool WritesNull, bool IsAdditional)
{
    /// <summary>In the words of a tracking plan.</summary>
    public string PlanType => Value.PlanType + (Value.IsNullable ? "?" : string.Empty);
}
