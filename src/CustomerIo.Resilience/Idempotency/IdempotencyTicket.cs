using System.Runtime.InteropServices;

namespace CustomerIo.Resilience.Idempotency;

/// <summary>
/// Stands for an operation that began; its end is reported with it, once. The default one reports nothing.
/// </summary>
/// <typeparam name="TResult">What an operation results in.</typeparam>
[StructLayout(LayoutKind.Auto)]
public readonly record struct IdempotencyTicket<TResult>
{
    internal IdempotencyTicket(IdempotencyEntry<TResult> entry) => Entry = entry;

    internal IdempotencyEntry<TResult>? Entry { get; }
}
