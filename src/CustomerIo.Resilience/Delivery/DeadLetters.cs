using System.Runtime.CompilerServices;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Delivery;

/// <summary>Dead letters as their owner handles them.</summary>
internal sealed class DeadLetters(DeliveryEngine engine) : IDeadLetters
{
    private const int PageSize = 100;

    public async IAsyncEnumerable<DeadLetter> ListAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Ulid? after = null;
        IReadOnlyList<DeadLetter> page;
        do
        {
            page = await engine.Store.ListDeadLettersAsync(after, PageSize, cancellationToken).ConfigureAwait(false);
            foreach (DeadLetter letter in page)
            {
                yield return letter;
                after = letter.Operation.Id;
            }
        }
        while (page.Count == PageSize);
    }

    public async Task<DeliveryResult?> ReplayAsync(Ulid id, CancellationToken cancellationToken = default)
    {
        DeadLetter? letter = await engine.Store.TakeDeadLetterAsync(id, cancellationToken).ConfigureAwait(false);
        if (letter is null)
        {
            return null;
        }

        Operation operation = letter.Operation;
        OperationHead head = new(
            operation.Id, operation.Kind, EntityKey.Parse(operation.Key), operation.OccurredAt);
        RejectionReason reason = engine.Accept(head, operation.Payload.Span, promise: null);
        if (reason is RejectionReason.None)
        {
            return DeliveryResult.Queued(id);
        }

        await engine.Store.CompleteAsync(operation.Lane, [], [letter], CancellationToken.None).ConfigureAwait(false);
        return DeliveryResult.Rejected(id, reason);
    }

    public async Task<bool> RemoveAsync(Ulid id, CancellationToken cancellationToken = default)
    {
        DeadLetter? letter = await engine.Store.TakeDeadLetterAsync(id, cancellationToken).ConfigureAwait(false);
        if (letter?.Operation.Kind.IsErasure() is true)
        {
            engine.Pulse.ErasureEnds(EntityKey.Parse(letter.Operation.Key));
        }

        return letter is not null;
    }
}
