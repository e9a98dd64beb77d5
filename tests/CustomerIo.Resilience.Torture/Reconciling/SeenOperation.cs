using CustomerIo.Resilience.Torture.Planning;

namespace CustomerIo.Resilience.Torture.Reconciling;

/// <summary>An operation as it reached the server.</summary>
/// <param name="Person">The person.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Number">The number it carried; null for kinds that have no room for one.</param>
/// <param name="Outcome">What became of it there.</param>
internal sealed record SeenOperation(
    int Person, PlannedKind Kind, int? Number, SeenOutcome Outcome = SeenOutcome.Applied);
