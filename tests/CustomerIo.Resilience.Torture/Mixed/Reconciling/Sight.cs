using CustomerIo.Resilience.Torture.Reconciling;

namespace CustomerIo.Resilience.Torture.Mixed.Reconciling;

/// <summary>An operation as it reached the server.</summary>
/// <param name="Token">Which one it is.</param>
/// <param name="Named">The people whom it names, of an object's.</param>
/// <param name="At">When its request had arrived.</param>
/// <param name="Outcome">What became of it there.</param>
internal sealed record Sight(string Token, IReadOnlyList<string> Named, DateTime At, SeenOutcome Outcome);
