namespace CustomerIo.Resilience.WebApi.Shop;

/// <summary>A paid order, as the web page sends it.</summary>
internal sealed record Checkout(string CustomerId, string OrderId, decimal Total, int Items);
