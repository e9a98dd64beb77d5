using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Diagnostics;

/// <summary>The status of a workspace without Track credentials: it has circuits and nothing to deliver.</summary>
internal sealed class UndeliveringStatus(ICircuitBreakers circuits, HealthRules rules) : ICustomerIoStatus
{
    public DeliveryFigures Figures => default;

    public IReadOnlyList<LaneStatus> Lanes => [];

    public StoreStatistics Store => default;

    public ICircuitBreakers Circuits => circuits;

    public CustomerIoHealth Health => rules.Judge(this);

    public DateTimeOffset? LastDelivery => null;

    public DateTimeOffset? LastDrain => null;

    public int? BlockedStatus => null;

    public bool IsErasureFailing => false;

    public string? UnexpectedFailure => null;

    public DateTimeOffset? LastMove => null;

    public bool IsGivingUpTooMuch => false;

    public DateTimeOffset? OldestInMemory => null;
}
