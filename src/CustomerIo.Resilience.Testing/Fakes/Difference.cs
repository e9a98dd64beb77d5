using System.Runtime.InteropServices;

namespace CustomerIo.Resilience.Testing.Fakes;

/// <summary>How a recorded operation is not what was expected.</summary>
/// <param name="Weight">How far it is off; the nearest operations are shown.</param>
/// <param name="Text">What to say.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Difference(int Weight, string Text);
