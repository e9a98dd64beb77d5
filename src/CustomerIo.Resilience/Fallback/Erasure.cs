using System.Runtime.InteropServices;

namespace CustomerIo.Resilience.Fallback;

/// <summary>Asks a store to forget what waits for one person or object.</summary>
/// <param name="Key">The person or object; <see cref="Operation.Key"/> of what is to go.</param>
/// <param name="BeforeSequence">The sequence of the delete or suppress; only what is older goes.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Erasure(string Key, long BeforeSequence);
