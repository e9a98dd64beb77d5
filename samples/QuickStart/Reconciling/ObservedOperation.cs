using CustomerIo.Resilience.QuickStart.Operations;

namespace CustomerIo.Resilience.QuickStart.Reconciling;

/// <summary>An operation as the server applied it.</summary>
/// <param name="Position">Its number in the order of application.</param>
/// <param name="Person">The person.</param>
/// <param name="Kind">What it asked for.</param>
/// <param name="Line">The line it carried; null for kinds that can carry nothing on the wire.</param>
/// <param name="Token">A device's token; null for other kinds.</param>
/// <param name="HadEffect">False for an event whose id had come before.</param>
internal sealed record ObservedOperation(
    long Position, string Person, FileOperationKind Kind, int? Line, string? Token, bool HadEffect);
