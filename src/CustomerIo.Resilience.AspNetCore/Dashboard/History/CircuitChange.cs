using System.Runtime.InteropServices;

namespace CustomerIo.Resilience.AspNetCore.Dashboard.History;

/// <summary>A circuit breaker went from one state to another.</summary>
/// <param name="At">When.</param>
/// <param name="Api">Whose breaker: Track API or App API.</param>
/// <param name="From">The state before.</param>
/// <param name="To">The state since.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CircuitChange(DateTimeOffset At, string Api, CircuitState From, CircuitState To);
