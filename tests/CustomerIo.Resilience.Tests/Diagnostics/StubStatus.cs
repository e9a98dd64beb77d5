using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Tests.Diagnostics;

/// <summary>A status made up for a test; also its own circuit breakers.</summary>
internal sealed class StubStatus : ICustomerIoStatus, ICircuitBreakers
{
    public DeliveryFigures Figures { get; set; }

    public IReadOnlyList<LaneStatus> Lanes => [];

    public StoreStatistics Store { get; set; }

    public ICircuitBreakers Circuits => this;

    public StubCircuit Track { get; } = new();

    public StubCircuit App { get; } = new();

    ICircuitBreaker ICircuitBreakers.Track => Track;

    ICircuitBreaker ICircuitBreakers.App => App;

    public CustomerIoHealth Health => default;

    public DateTimeOffset? LastDelivery { get; set; }

    public DateTimeOffset? LastDrain { get; set; }

    public int? BlockedStatus { get; set; }

    public bool IsErasureFailing { get; set; }

    public string? UnexpectedFailure { get; set; }

    public DateTimeOffset? LastMove { get; set; }

    public bool IsGivingUpTooMuch { get; set; }

    public DateTimeOffset? OldestInMemory { get; set; }
}
