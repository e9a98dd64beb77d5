using System.Runtime.InteropServices;

namespace CustomerIo.Resilience;

/// <summary>One lane of a workspace, with what is parked of its people and objects.</summary>
/// <param name="Index">Its number, from 0.</param>
/// <param name="IsDiverted">Whether its operations go through the fallback store at the moment.</param>
/// <param name="InMemory">Operations that wait in memory, or whose request is under way.</param>
/// <param name="Stored">Operations that wait in the fallback store.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LaneStatus(int Index, bool IsDiverted, long InMemory, long Stored);
