using System.Runtime.InteropServices;

namespace CustomerIo.Resilience;

/// <summary>What an identify may carry beyond its attributes.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct IdentifyOptions
{
    /// <summary>
    /// As of when the attributes hold; the moment of the call by default. Customer.io keeps the newer of two writes to an
    /// attribute. Sent in whole seconds.
    /// </summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>Updates only a person that exists already (<c>_update</c>); by default a new one is added.</summary>
    public bool UpdateOnly { get; init; }
}
