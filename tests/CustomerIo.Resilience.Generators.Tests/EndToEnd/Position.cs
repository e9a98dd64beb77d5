using System.Runtime.InteropServices;

namespace CustomerIo.Resilience.Generators.Tests.EndToEnd;

/// <summary>A struct that knows nothing of Customer.io.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Position(int X);
