namespace CustomerIo.Resilience.QuickStart.Operations;

/// <summary>A line that is no operation, and why.</summary>
internal sealed record UnreadableLine(int Line, string Reason);
