using System.Runtime.InteropServices;
using CustomerIo.Resilience.Torture.Planning;

namespace CustomerIo.Resilience.Torture.Reconciling;

/// <summary>An operation the library said it has.</summary>
/// <param name="Person">Whose.</param>
/// <param name="Number">Its place among the person's operations.</param>
/// <param name="Kind">What it does.</param>
/// <param name="IsDelivered">
/// Whether the library said that the server has it, so that nothing can have dropped it since.
/// </param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Acknowledged(int Person, int Number, PlannedKind Kind, bool IsDelivered = false);
