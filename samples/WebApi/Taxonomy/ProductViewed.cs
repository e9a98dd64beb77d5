namespace CustomerIo.Resilience.WebApi.Taxonomy;

/// <summary>Somebody looked at a product.</summary>
/// <param name="Product">Which.</param>
[CustomerIoEvent("product_viewed")]
internal sealed partial record ProductViewed(string Product);
