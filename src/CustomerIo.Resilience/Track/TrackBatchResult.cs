using CustomerIo.Resilience.Wire;

namespace CustomerIo.Resilience.Track;

/// <summary>
/// What the server did with a batch: it takes every item that it does not name an error for, so do not send those
/// again. An error of an item is one of validation and lasts; sending the item again as it is does not help (Track API
/// reference).
/// </summary>
public sealed class TrackBatchResult
{
    internal TrackBatchResult(int count, TrackAnswer answer)
    {
        Count = count;
        Errors = answer.Refusals;
        UnattributedErrors = answer.Unplaced;
        AcceptedCount = count - Errors.Select(static error => error.BatchIndex).Distinct().Count();
    }

    /// <summary>The items that were sent.</summary>
    public int Count { get; }

    /// <summary>
    /// The items without an error of their own. An upper bound when there are <see cref="UnattributedErrors"/>.
    /// </summary>
    public int AcceptedCount { get; }

    /// <summary>
    /// The errors of items; <see cref="CustomerIoError.BatchIndex"/> is the position in the list that was sent.
    /// </summary>
    public IReadOnlyList<CustomerIoError> Errors { get; }

    /// <summary>
    /// Errors for which the server named no item of the batch; one without an item, of a batch of one, is that item's. Send the
    /// batch again only if every item has a ULID or is an upsert.
    /// </summary>
    public IReadOnlyList<CustomerIoError> UnattributedErrors { get; }

    /// <summary>Whether the server took every item.</summary>
    public bool IsComplete => Errors.Count == 0 && UnattributedErrors.Count == 0;
}
