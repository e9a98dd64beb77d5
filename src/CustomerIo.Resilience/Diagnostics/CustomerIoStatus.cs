using CustomerIo.Resilience.Delivery;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Diagnostics;

/// <summary>Reads the status off the parts that know it.</summary>
internal sealed class CustomerIoStatus(DeliveryEngine engine, ICircuitBreakers circuits, HealthRules rules) : ICustomerIoStatus
{
    public DeliveryFigures Figures => engine.Figures;

    public IReadOnlyList<LaneStatus> Lanes => engine.Lanes;

    public StoreStatistics Store => engine.Store.GetStatistics();

    public ICircuitBreakers Circuits => circuits;

    public CustomerIoHealth Health => rules.Judge(this);

    public DateTimeOffset? LastDelivery => engine.Pulse.LastSuccessAt;

    public DateTimeOffset? LastDrain => engine.Pulse.LastDrainAt;

    public int? BlockedStatus => engine.Pulse.BlockedStatus is var status and not 0 ? status : null;

    public bool IsErasureFailing => engine.Pulse.IsErasureFailing;
}
