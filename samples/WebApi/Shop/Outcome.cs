namespace CustomerIo.Resilience.WebApi.Shop;

/// <summary>What became of an operation; shown to who plays with the sample.</summary>
/// <param name="Status">Such as Delivered, or Stored in an outage.</param>
/// <param name="Reason">Why it was rejected; null when it was not.</param>
internal sealed record Outcome(string Status, string? Reason)
{
    public static Outcome Of(DeliveryResult result) => new(
        result.Status.ToString(), result.IsAccepted ? null : result.Error?.Message ?? result.Reason.ToString());
}
