namespace CustomerIo.Resilience.Delivery;

/// <summary>One entry of a <see cref="PromiseBook"/>.</summary>
internal sealed class Promised(DeliveryPromise promise, Ulid id, EntityKey key)
{
    public DeliveryPromise Promise => promise;

    public Ulid Id => id;

    public EntityKey Key => key;

    public bool IsStored { get; set; }
}
