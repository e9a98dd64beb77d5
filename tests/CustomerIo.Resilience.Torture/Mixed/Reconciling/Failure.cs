namespace CustomerIo.Resilience.Torture.Mixed.Reconciling;

/// <summary>A request that failed because of operations that always fail.</summary>
/// <param name="At">When it had arrived.</param>
/// <param name="Tokens">What was in it.</param>
internal sealed record Failure(DateTime At, IReadOnlyList<string> Tokens);
