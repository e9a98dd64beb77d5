using System.Runtime.InteropServices;

namespace CustomerIo.Resilience.Torture.Running;

/// <summary>One life of the producer, and its end.</summary>
/// <param name="Moment">What the kill waits for.</param>
/// <param name="Budget">How many calls the producer may make in this life.</param>
/// <param name="Receipts">After how many receipts, for <see cref="KillMoment.AfterReceipts"/>.</param>
/// <param name="Delay">How long after the moment.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Kill(KillMoment Moment, int Budget, int Receipts, TimeSpan Delay);
