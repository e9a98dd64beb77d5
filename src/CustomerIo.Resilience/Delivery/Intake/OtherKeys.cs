using CustomerIo.Resilience.Delivery.Lanes;

namespace CustomerIo.Resilience.Delivery.Intake;

/// <summary>Whom an operation concerns beside the one whose order it keeps.</summary>
/// <param name="Second">The other person of a merge.</param>
/// <param name="Named">The people whom an object operation names.</param>
internal sealed record OtherKeys(EntityKey? Second, IReadOnlyList<EntityKey> Named)
{
    public static OtherKeys OfMerge(EntityKey second) => new(second, []);

    public static OtherKeys? Naming(IEnumerable<EntityKey> named) => named.Distinct().ToArray() is { Length: > 0 } keys
        ? new OtherKeys(null, keys)
        : null;
}
