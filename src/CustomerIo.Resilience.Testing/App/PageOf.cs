namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>A part of a list, and where the next part starts; empty at the end.</summary>
internal sealed record PageOf<T>(IReadOnlyList<T> Items, string Next);
