using Microsoft.CodeAnalysis.Text;

namespace CustomerIo.Resilience.Generators.Plan;

#pragma warning disable CA1032, CA1064 // Caught in this folder; without its place it would be of no use.

/// <summary>A tracking plan that cannot be read.</summary>
internal sealed class PlanException(string message, TextSpan place) : Exception(message)
{
    public TextSpan Place { get; } = place;
}
