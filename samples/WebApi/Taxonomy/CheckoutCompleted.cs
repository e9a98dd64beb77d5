namespace CustomerIo.Resilience.WebApi.Taxonomy;

/// <summary>Somebody has paid an order.</summary>
/// <param name="OrderId">The order's number.</param>
/// <param name="Total">What it cost.</param>
/// <param name="Items">How many things it has.</param>
[CustomerIoEvent("checkout_completed")]
internal sealed partial record CheckoutCompleted(string OrderId, decimal Total, int Items);
