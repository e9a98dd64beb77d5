namespace CustomerIo.Resilience.Generators.Tests.EndToEnd;

/// <summary>A type that knows nothing of Customer.io.</summary>
public sealed record Foreign(int Left, int Right);
