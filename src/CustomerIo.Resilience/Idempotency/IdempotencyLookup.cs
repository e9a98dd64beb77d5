using System.Runtime.InteropServices;

namespace CustomerIo.Resilience.Idempotency;

/// <summary>The guard's answer to an operation that is about to begin.</summary>
/// <typeparam name="TResult">What an operation results in.</typeparam>
[StructLayout(LayoutKind.Auto)]
public readonly record struct IdempotencyLookup<TResult>
{
    internal IdempotencyLookup(
        IdempotencyState state,
        IdempotencyTicket<TResult> ticket = default,
        Task<TResult>? inFlight = null,
        TResult? result = default)
    {
        State = state;
        Ticket = ticket;
        InFlight = inFlight;
        Result = result;
    }

    /// <summary>What is known of the operation.</summary>
    public IdempotencyState State { get; }

    /// <summary>What to report the end with. <see cref="IdempotencyState.Fresh"/> only.</summary>
    public IdempotencyTicket<TResult> Ticket { get; }

    /// <summary>
    /// The first one's result, when it comes; cancelled if the first one is released without a result.
    /// <see cref="IdempotencyState.InFlight"/> only.
    /// </summary>
    public Task<TResult>? InFlight { get; }

    /// <summary>The first one's result. <see cref="IdempotencyState.Done"/> only.</summary>
    public TResult? Result { get; }
}
