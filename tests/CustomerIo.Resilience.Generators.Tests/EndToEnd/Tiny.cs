using System.Runtime.InteropServices;

namespace CustomerIo.Resilience.Generators.Tests.EndToEnd;

[CustomerIoEvent("tiny")]
[StructLayout(LayoutKind.Auto)]
public readonly partial record struct Tiny(int Number);
