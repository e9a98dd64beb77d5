using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience;

/// <summary>Operations that Customer.io refused for good.</summary>
public interface IDeadLetters
{
    /// <summary>All dead letters, by ascending id.</summary>
    IAsyncEnumerable<DeadLetter> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Sends one again as it is: same id, time and bytes, at the end of its person's lane. It is no longer a dead letter then,
    /// unless it is refused again.
    /// </summary>
    /// <returns>Queued, or rejected when memory is full (it stays a dead letter); null if there is none with this id.</returns>
    Task<DeliveryResult?> ReplayAsync(Ulid id, CancellationToken cancellationToken = default);

    /// <summary>Removes one for good.</summary>
    /// <returns>Whether there was one with this id.</returns>
    Task<bool> RemoveAsync(Ulid id, CancellationToken cancellationToken = default);
}
