using System.Runtime.InteropServices;

namespace CustomerIo.Resilience.Fallback;

/// <summary>How it goes with an operation that is out of its lane's order.</summary>
/// <param name="HasFailed">It failed by itself; otherwise it only waits for something.</param>
/// <param name="Attempts">How often it failed while Customer.io took others.</param>
/// <param name="FirstAttemptAt">When the first of those attempts was made, by the store's clock; null without one.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ParkedState(bool HasFailed, int Attempts = 0, DateTimeOffset? FirstAttemptAt = null);
