using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience;

/// <summary>
/// Operations that were given up: refused by Customer.io, or failing while it took others. The store has them, and is opened if
/// that has not happened yet; what it throws comes through, such as <see cref="FallbackStoreException"/>.
/// </summary>
public interface IDeadLetters
{
    /// <summary>Dead letters in the order in which they were given up: all, or those a filter chooses.</summary>
    IAsyncEnumerable<DeadLetter> ListAsync(DeadLetterFilter? filter = null, CancellationToken cancellationToken = default);

    /// <summary>One page of the same; a page with fewer than <paramref name="maxCount"/> is the last.</summary>
    /// <param name="after">The <see cref="DeadLetter.Number"/> of the last one on the page before; 0 begins.</param>
    /// <param name="maxCount">The size of a page, from 1.</param>
    /// <param name="filter">Chooses; null is all.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxCount"/> is less than 1.</exception>
    Task<IReadOnlyList<DeadLetter>> ListPageAsync(
        long after, int maxCount, DeadLetterFilter? filter = null, CancellationToken cancellationToken = default);

    /// <summary>How many there are by reason and kind: all, or those a filter chooses.</summary>
    Task<IReadOnlyList<DeadLetterGroup>> GroupAsync(
        DeadLetterFilter? filter = null, CancellationToken cancellationToken = default);

    /// <summary>The one with this id; null if there is none.</summary>
    Task<DeadLetter?> FindAsync(Ulid id, CancellationToken cancellationToken = default);

    /// <summary>
    /// Sends one again as it is: same id, time and bytes, at the end of its person's lane. It moves there within the store, so
    /// that nothing can get lost between, and is no longer a dead letter then, unless it is refused again.
    /// </summary>
    /// <remarks>
    /// A delete, suppress, unsuppress or merge gets its place behind what was called before: it waits until that has left memory,
    /// for the server or the store, which takes as long as neither can have it. Cancel to wait no longer; it is a dead letter still.
    /// </remarks>
    /// <returns><see cref="DeliveryStatus.Stored"/>; null if there is none with this id.</returns>
    Task<DeliveryResult?> ReplayAsync(Ulid id, CancellationToken cancellationToken = default);

    /// <summary>
    /// Sends all that a filter chooses again, in the order in which they were given up. What is given up while it runs, again or for
    /// the first time, stays.
    /// </summary>
    /// <remarks>Waits for what is in memory as <see cref="ReplayAsync(Ulid, CancellationToken)"/> does.</remarks>
    Task<ReplayResult> ReplayAsync(DeadLetterFilter filter, CancellationToken cancellationToken = default);

    /// <summary>Removes one for good.</summary>
    /// <returns>Whether there was one with this id.</returns>
    Task<bool> RemoveAsync(Ulid id, CancellationToken cancellationToken = default);

    /// <summary>Removes all that a filter chooses for good, and returns how many that were.</summary>
    Task<long> RemoveAsync(DeadLetterFilter filter, CancellationToken cancellationToken = default);

    /// <summary>
    /// Writes them as NDJSON: one object a line with id, kind, key, occurred_at, rejected_at, reason, attempts, error, where there is
    /// one, and payload. The key is <see cref="OperationSubject"/>'s, such as <c>id:42</c>; a payload that cannot be decrypted is null.
    /// It contains personal data.
    /// </summary>
    /// <param name="output">Where to; stays open.</param>
    /// <param name="filter">Chooses; null is all.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <returns>How many lines were written.</returns>
    Task<long> ExportAsync(Stream output, DeadLetterFilter? filter = null, CancellationToken cancellationToken = default);
}
