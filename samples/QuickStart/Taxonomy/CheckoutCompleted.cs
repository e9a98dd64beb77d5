namespace CustomerIo.Resilience.QuickStart.Taxonomy;

/// <summary>Somebody has paid an order.</summary>
/// <param name="Order">The order's number.</param>
/// <param name="Total">What it cost.</param>
/// <param name="Currency">In which currency.</param>
/// <param name="Items">How many things it has.</param>
[CustomerIoEvent("checkout_completed")]
internal sealed partial record CheckoutCompleted(string Order, decimal Total, string Currency, int Items)
{
    /// <summary>What the file says beyond that.</summary>
    [CustomerIoAdditional]
    public Dictionary<string, object?>? More { get; init; }
}
