using System.Runtime.InteropServices;
using CustomerIo.Resilience.Resilience;

namespace CustomerIo.Resilience.Delivery.Sending;

/// <summary>Leave for one request.</summary>
/// <param name="Circuit">The circuit breaker's.</param>
/// <param name="IsTrial">There is trouble: one operation, to see how it goes.</param>
/// <param name="Resumed">How often something had been mended before.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TrafficPermit(CircuitPermit Circuit, bool IsTrial, int Resumed);
