using CustomerIo.Resilience.Delivery;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Diagnostics;

/// <summary>Reads the status off the parts that know it.</summary>
internal sealed class CustomerIoStatus(DeliveryEngine engine, ICircuitBreakers circuits) : ICustomerIoStatus
{
    public DeliveryFigures Figures => engine.Figures;

    public StoreStatistics Store => engine.Store.GetStatistics();

    public ICircuitBreakers Circuits => circuits;

    public DateTimeOffset? LastDelivery => engine.Pulse.LastSuccessAt;

    public int? BlockedStatus => engine.Pulse.BlockedStatus is var status and not 0 ? status : null;

    public bool IsErasureFailing => engine.Pulse.IsErasureFailing;
}
