namespace CustomerIo.Resilience.Testing;

/// <summary>What a rule may look at to choose its requests.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path as it came, still percent-encoded.</param>
/// <param name="Body">The body's bytes; valid during the call only.</param>
public readonly record struct FaultRequest(string Method, string Path, ReadOnlyMemory<byte> Body);
