using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience;

/// <summary>How delivery is doing; read from memory, without a request.</summary>
public interface ICustomerIoStatus
{
    /// <summary>Where the operations are.</summary>
    DeliveryFigures Figures { get; }

    /// <summary>The same lane by lane: a person's operations are all on one lane, and leave it in their order.</summary>
    IReadOnlyList<LaneStatus> Lanes { get; }

    /// <summary>How full the fallback store is.</summary>
    StoreStatistics Store { get; }

    /// <summary>The circuit breakers, which can also be opened and closed by hand.</summary>
    ICircuitBreakers Circuits { get; }

    /// <summary>The verdict on all of this, by the thresholds of <see cref="CustomerIoOptions.Health"/>.</summary>
    CustomerIoHealth Health { get; }

    /// <summary>When a batch was last delivered; <see langword="null"/> if none was.</summary>
    DateTimeOffset? LastDelivery { get; }

    /// <summary>When operations last left the fallback store; <see langword="null"/> if none did.</summary>
    DateTimeOffset? LastDrain { get; }

    /// <summary>
    /// The HTTP status, such as 401, by which Customer.io refuses credentials or address; <see langword="null"/> while it
    /// does not. Operations are kept in the store meanwhile.
    /// </summary>
    int? BlockedStatus { get; }

    /// <summary>
    /// Whether Customer.io refuses, or keeps failing on, a delete or suppress. A refused one is a dead letter until it is
    /// replayed or removed; one that fails is parked and tried again for ever.
    /// </summary>
    bool IsErasureFailing { get; }

    /// <summary>
    /// The type of an exception that nobody foresaw and that keeps operations from being sent, such as one of a handler of your
    /// own; <see langword="null"/> while there is none. Operations are kept in the store meanwhile.
    /// </summary>
    string? UnexpectedFailure { get; }

    /// <summary>When operations last moved: were delivered, refused or stored; <see langword="null"/> if none did.</summary>
    DateTimeOffset? LastMove { get; }

    /// <summary>Since when the first operation on a lane waits in memory; <see langword="null"/> if none does.</summary>
    DateTimeOffset? OldestInMemory { get; }

    /// <summary>
    /// Whether more operations would have been given up in an hour than <see cref="FallbackOptions.MaxBlamed"/>; they are kept,
    /// for something else must be wrong.
    /// </summary>
    bool IsGivingUpTooMuch { get; }
}
