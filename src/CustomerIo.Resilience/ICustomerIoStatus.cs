using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience;

/// <summary>How delivery is doing; read from memory, without a request.</summary>
public interface ICustomerIoStatus
{
    /// <summary>Where the operations are.</summary>
    DeliveryFigures Figures { get; }

    /// <summary>How full the fallback store is.</summary>
    StoreStatistics Store { get; }

    /// <summary>The circuit breakers, which can also be opened and closed by hand.</summary>
    ICircuitBreakers Circuits { get; }

    /// <summary>When a batch was last delivered; <see langword="null"/> if none was.</summary>
    DateTimeOffset? LastDelivery { get; }

    /// <summary>
    /// The HTTP status, such as 401, by which Customer.io refuses credentials or address; <see langword="null"/> while it
    /// does not. Operations are kept in the store meanwhile.
    /// </summary>
    int? BlockedStatus { get; }

    /// <summary>Whether Customer.io keeps failing on a delete or suppress. It is never given up; its lane waits for it.</summary>
    bool IsErasureFailing { get; }
}
