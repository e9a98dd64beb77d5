using System.Runtime.CompilerServices;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Delivery.DeadLetters;

/// <summary>Dead letters as their owner handles them.</summary>
internal sealed class DeadLetterBox(DeliveryServices services, Func<CancellationToken, Task> open) : IDeadLetters
{
    private const int PageSize = 200;

    private readonly Replaying _replaying = new(services);

    private IFallbackStore Store => services.Store.Store;

    public async IAsyncEnumerable<DeadLetter> ListAsync(
        DeadLetterFilter? filter = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        long after = 0;
        IReadOnlyList<DeadLetter> page;
        do
        {
            page = await ListPageAsync(after, PageSize, filter, cancellationToken).ConfigureAwait(false);
            foreach (DeadLetter letter in page)
            {
                after = letter.Number;
                yield return letter;
            }
        }
        while (page.Count == PageSize);
    }

    public async Task<IReadOnlyList<DeadLetter>> ListPageAsync(
        long after, int maxCount, DeadLetterFilter? filter = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxCount, 1);
        await open(cancellationToken).ConfigureAwait(false);
        return await Store.ListDeadLettersAsync(QueryOf(filter, after), maxCount, cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<DeadLetterGroup>> GroupAsync(
        DeadLetterFilter? filter = null, CancellationToken cancellationToken = default)
    {
        await open(cancellationToken).ConfigureAwait(false);
        return await Store.GroupDeadLettersAsync(QueryOf(filter, 0), cancellationToken).ConfigureAwait(false);
    }

    public async Task<DeadLetter?> FindAsync(Ulid id, CancellationToken cancellationToken = default)
    {
        await open(cancellationToken).ConfigureAwait(false);
        IReadOnlyList<DeadLetter> found = await Store
            .ListDeadLettersAsync(new DeadLetterQuery { Id = id }, 1, cancellationToken).ConfigureAwait(false);
        return found is [{ } letter] ? letter : null;
    }

    public async Task<DeliveryResult?> ReplayAsync(Ulid id, CancellationToken cancellationToken = default)
    {
        DeadLetter? letter = await FindAsync(id, cancellationToken).ConfigureAwait(false);
        return letter is not null && await _replaying.RunAsync([letter], cancellationToken).ConfigureAwait(false) > 0
            ? DeliveryResult.Stored(id)
            : null;
    }

    public async Task<ReplayResult> ReplayAsync(DeadLetterFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        long queued = 0;
        long last = await LastNumberAsync(filter, cancellationToken).ConfigureAwait(false);
        long after = 0;
        while (after < last)
        {
            IReadOnlyList<DeadLetter> page =
                await ListPageAsync(after, PageSize, filter, cancellationToken).ConfigureAwait(false);
            DeadLetter[] chosen = [.. page.TakeWhile(letter => letter.Number <= last)];
            if (chosen.Length == 0)
            {
                break;
            }

            queued += await _replaying.RunAsync(chosen, cancellationToken).ConfigureAwait(false);
            after = chosen[^1].Number;
        }

        return new ReplayResult(queued, 0);
    }

    public async Task<bool> RemoveAsync(Ulid id, CancellationToken cancellationToken = default) =>
        await FindAsync(id, cancellationToken).ConfigureAwait(false) is { } letter
        && await RemoveAsync([letter], cancellationToken).ConfigureAwait(false) > 0;

    public async Task<long> RemoveAsync(DeadLetterFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        long removed = 0;
        long after = 0;
        IReadOnlyList<DeadLetter> page;
        do
        {
            page = await ListPageAsync(after, PageSize, filter, cancellationToken).ConfigureAwait(false);
            if (page.Count > 0)
            {
                after = page[^1].Number;
                removed += await RemoveAsync(page, cancellationToken).ConfigureAwait(false);
            }
        }
        while (page.Count == PageSize);
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

    private static DeadLetterQuery QueryOf(DeadLetterFilter? filter, long after) =>
        filter?.ToQuery(after) ?? new DeadLetterQuery { After = after };

    // What is refused again while the replay runs is not replayed again.
    private async Task<long> LastNumberAsync(DeadLetterFilter filter, CancellationToken cancellationToken)
    {
        long last = 0;
        IReadOnlyList<DeadLetter> page;
        do
        {
            page = await ListPageAsync(last, PageSize, filter, cancellationToken).ConfigureAwait(false);
            last = page.Count > 0 ? page[^1].Number : last;
        }
        while (page.Count == PageSize);
        return last;
    }

    private async Task<int> RemoveAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken)
    {
        int removed = await Store
            .RemoveDeadLettersAsync([.. letters.Select(static letter => letter.Operation.Id)], cancellationToken)
            .ConfigureAwait(false);
        foreach (DeadLetter letter in letters)
        {
            if (letter.Operation.Kind.IsErasure())
            {
                services.Pulse.ErasureEnds(letter.Operation.Key);
            }
        }

        return removed;
    }
}
