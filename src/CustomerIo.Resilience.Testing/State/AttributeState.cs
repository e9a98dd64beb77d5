namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>A value as it came, and the time of the write that set it.</summary>
internal readonly record struct AttributeState(ReadOnlyMemory<byte> Json, long Timestamp);
