using CustomerIo.Resilience.Delivery;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Diagnostics;

/// <summary>Reads the status off the parts that know it.</summary>
internal sealed class CustomerIoStatus(DeliveryEngine engine, ICircuitBreakers circuits, HealthRules rules) : ICustomerIoStatus
{
    public DeliveryFigures Figures => engine.Figures;

    public IReadOnlyList<LaneStatus> Lanes => engine.Lanes;

    public StoreStatistics Store => engine.StoreStatistics;

    public ICircuitBreakers Circuits => circuits;

    public CustomerIoHealth Health => rules.Judge(this);

    public DateTimeOffset? LastDelivery => engine.Services.Pulse.LastSuccessAt;

    public DateTimeOffset? LastDrain => engine.Services.Pulse.LastDrainAt;

    public int? BlockedStatus => engine.Services.Traffic.BlockedStatus is var status and not 0 ? status : null;

    public bool IsErasureFailing => engine.Services.Pulse.IsErasureFailing;

    public string? UnexpectedFailure => engine.Services.Pulse.Unexpected;

    public DateTimeOffset? LastMove => engine.Services.Pulse.LastMoveAt;

    public bool IsGivingUpTooMuch => engine.Services.Pulse.IsBlamingTooMuch;

    public DateTimeOffset? OldestInMemory => engine.OldestInMemory;
}
