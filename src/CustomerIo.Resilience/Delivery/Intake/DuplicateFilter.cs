using CustomerIo.Resilience.Idempotency;

namespace CustomerIo.Resilience.Delivery.Intake;

/// <summary>Puts the idempotency guard in front of delivery: a repeat learns what became of the first.</summary>
internal sealed class DuplicateFilter(IdempotencyOptions options, TimeProvider time)
{
    private static readonly CustomerIoError Mismatch = new(
        "The idempotency key was used before, for an event with other content. Use a key of its own for each event.");

    private readonly IdempotencyGuard<DeliveryResult> _guard = new(options, time);

    /// <summary>An id of the caller's own says which event it is, whatever its content.</summary>
    public bool Watches(EventOptions given) =>
        given.IdempotencyKey is not null || (options.Mode is IdempotencyMode.Content && given.Id is null);

    /// <summary>
    /// Gives the answer to a repeat; null means go on, and end the ticket. The result of a first one that is under way comes
    /// through the promise.
    /// </summary>
    public DeliveryResult? TryBegin(
        Ulid? id, ReadOnlySpan<byte> content, DeliveryPromise? promise, out IdempotencyTicket<DeliveryResult> ticket)
    {
        IdempotencyLookup<DeliveryResult> lookup = _guard.TryBegin(id?.ToString(), content);
        ticket = lookup.Ticket;
        switch (lookup.State)
        {
            case IdempotencyState.Done:
                return DeliveryResult.Duplicate(lookup.Result.OperationId);
            case IdempotencyState.Mismatch:
                return DeliveryResult.Rejected(id ?? default, RejectionReason.IdempotencyMismatch, Mismatch);
            case IdempotencyState.InFlight when promise is not null:
                _ = FollowAsync(lookup.InFlight!, promise);
                return DeliveryResult.Queued(id ?? default);
            case IdempotencyState.InFlight when id is null:
                return DeliveryResult.Duplicate(default);
            case IdempotencyState.InFlight:
                // The first may still fail, and nobody waits to hear that. Both have the same id, so the server tells.
                return null;
            default:
                if (promise is not null && lookup.State is IdempotencyState.Fresh)
                {
                    promise.Ending = result => EndNow(lookup.Ticket, result);
                }

                return null;
        }
    }

    /// <summary>Remembers an accepted operation, once its fate is known if somebody waits for that.</summary>
    public void End(IdempotencyTicket<DeliveryResult> ticket, DeliveryResult result, DeliveryPromise? promise)
    {
        if (promise is null || !result.IsAccepted)
        {
            EndNow(ticket, result);
        }
    }

    /// <summary>An accepted operation was refused later: its key may be used again.</summary>
    public void Forget(Ulid id) => _guard.Forget(id.ToString());

    private static async Task FollowAsync(Task<DeliveryResult> first, DeliveryPromise promise)
    {
        DeliveryResult result = await first.ConfigureAwait(false);
        promise.TrySetResult(result.IsAccepted ? DeliveryResult.Duplicate(result.OperationId) : result);
    }

    private void EndNow(IdempotencyTicket<DeliveryResult> ticket, DeliveryResult result)
    {
        if (result.IsAccepted)
        {
            _guard.Complete(ticket, result);
        }
        else
        {
            _guard.Release(ticket, result);
        }
    }
}
