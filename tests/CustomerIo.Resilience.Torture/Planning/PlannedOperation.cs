using System.Runtime.InteropServices;

namespace CustomerIo.Resilience.Torture.Planning;

/// <summary>One operation of the stream.</summary>
/// <param name="Person">Whose, from 0.</param>
/// <param name="Number">Its place among the person's operations, from 1.</param>
/// <param name="Kind">What it does.</param>
/// <param name="IsBackground">Whether it is given to <see cref="IBatchTracker"/> instead of awaited.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PlannedOperation(int Person, int Number, PlannedKind Kind, bool IsBackground);
