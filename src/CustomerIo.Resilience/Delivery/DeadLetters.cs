using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text.Json;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Delivery;

/// <summary>Dead letters as their owner handles them.</summary>
internal sealed class DeadLetters(DeliveryEngine engine) : IDeadLetters
{
    private const int PageSize = 100;

    public async IAsyncEnumerable<DeadLetter> ListAsync(
        DeadLetterFilter? filter = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Ulid? after = null;
        IReadOnlyList<DeadLetter> page;
        do
        {
            page = await engine.Store.ListDeadLettersAsync(after, PageSize, cancellationToken).ConfigureAwait(false);
            foreach (DeadLetter letter in page)
            {
                after = letter.Operation.Id;
                if (filter is null || filter.Matches(letter))
                {
                    yield return letter;
                }
            }
        }
        while (page.Count == PageSize);
    }

    public async Task<IReadOnlyList<DeadLetter>> ListPageAsync(
        Ulid? after, int maxCount, DeadLetterFilter? filter = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxCount, 1);
        List<DeadLetter> found = [];
        IReadOnlyList<DeadLetter> page;
        do
        {
            page = await engine.Store.ListDeadLettersAsync(after, maxCount, cancellationToken).ConfigureAwait(false);
            found.AddRange(page.Where(letter => filter is null || filter.Matches(letter)));
            after = page.Count > 0 ? page[^1].Operation.Id : after;
        }
        while (page.Count == maxCount && found.Count < maxCount);
        return found.Count > maxCount ? found[..maxCount] : found;
    }

    public async Task<DeadLetter?> FindAsync(Ulid id, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<DeadLetter> next = await engine.Store
            .ListDeadLettersAsync(Before(id), 1, cancellationToken).ConfigureAwait(false);
        return next is [{ } letter] && letter.Operation.Id == id ? letter : null;
    }

    public async Task<DeliveryResult?> ReplayAsync(Ulid id, CancellationToken cancellationToken = default)
    {
        DeadLetter? letter = await engine.Store.TakeDeadLetterAsync(id, cancellationToken).ConfigureAwait(false);
        if (letter is null)
        {
            return null;
        }

        RejectionReason reason = Submit(letter.Operation);
        if (reason is RejectionReason.None)
        {
            return DeliveryResult.Queued(id);
        }

        await engine.Store
            .CompleteAsync(letter.Operation.Lane, [], [letter], CancellationToken.None).ConfigureAwait(false);
        return DeliveryResult.Rejected(id, reason);
    }

    public async Task<ReplayResult> ReplayAsync(DeadLetterFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ReplayResult result = default;
        await foreach (DeadLetter letter in ListAsync(filter, cancellationToken).ConfigureAwait(false))
        {
            DeliveryResult? replayed = await ReplayAsync(letter.Operation.Id, cancellationToken).ConfigureAwait(false);
            result = replayed switch
            {
                { IsAccepted: true } => result with { Queued = result.Queued + 1 },
                { IsAccepted: false } => result with { NotTaken = result.NotTaken + 1 },
                _ => result,
            };
        }

        return result;
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

    public async Task<long> RemoveAsync(DeadLetterFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        long removed = 0;
        await foreach (DeadLetter letter in ListAsync(filter, cancellationToken).ConfigureAwait(false))
        {
            removed += await RemoveAsync(letter.Operation.Id, cancellationToken).ConfigureAwait(false) ? 1 : 0;
        }

        return removed;
    }

    public async Task<long> ExportAsync(
        Stream output, DeadLetterFilter? filter = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        long lines = 0;
        using MemoryStream line = new();
        await foreach (DeadLetter letter in ListAsync(filter, cancellationToken).ConfigureAwait(false))
        {
            line.SetLength(0);
            DeadLetterJson.WriteLine(line, letter);
            await output.WriteAsync(line.GetBuffer().AsMemory(0, (int)line.Length), cancellationToken).ConfigureAwait(false);
            lines++;
        }

        return lines;
    }

    // Stores list what follows an id.
    private static Ulid? Before(Ulid id)
    {
        Span<byte> bytes = stackalloc byte[Ulid.ByteLength];
        id.WriteBytes(bytes);
        UInt128 number = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        if (number == 0)
        {
            return null;
        }

        BinaryPrimitives.WriteUInt128BigEndian(bytes, number - 1);
        return Ulid.FromBytes(bytes);
    }

    private RejectionReason Submit(Operation operation)
    {
        OperationHead head = new(
            operation.Id, operation.Kind, EntityKey.Parse(operation.Key), operation.OccurredAt);
        return operation.Kind is OperationKind.Merge
            ? engine.AcceptMerge(head, SecondaryOf(operation), operation.Payload.Span, promise: null)
            : engine.Accept(head, operation.Payload.Span, promise: null);
    }

    // A merge holds the other person's lane too, and only its payload says who that is.
    private static EntityKey SecondaryOf(Operation merge)
    {
        using JsonDocument json = JsonDocument.Parse(merge.Payload);
        JsonProperty identifier = json.RootElement.GetProperty("secondary"u8).EnumerateObject().First();
        string value = identifier.Value.GetString()!;
        return EntityKey.Person(identifier.Name switch
        {
            "id" => PersonId.Id(value),
            "email" => PersonId.Email(value),
            _ => PersonId.CioId(value),
        });
    }
}
