using System.Runtime.InteropServices;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CustomerIo.Resilience;

/// <summary>A verdict on the delivery of a workspace.</summary>
/// <param name="Status">
/// Degraded: operations wait longer than they should, and will go out. Unhealthy: somebody has to do something.
/// </param>
/// <param name="Description">Why, in a sentence without personal data.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CustomerIoHealth(HealthStatus Status, string Description);
