using System.Runtime.InteropServices;

namespace CustomerIo.Resilience.Delivery.Lanes;

/// <summary>What a lane sends next.</summary>
/// <param name="Batch">Where it is.</param>
/// <param name="First">The index of the first operation.</param>
/// <param name="Count">How many.</param>
/// <param name="IsTrial">A single operation, to see who is to blame.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Choice(Batch Batch, int First, int Count, bool IsTrial);
