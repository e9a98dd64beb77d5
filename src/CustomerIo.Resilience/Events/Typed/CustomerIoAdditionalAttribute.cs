namespace CustomerIo.Resilience;

/// <summary>
/// Marks the one property, a dictionary with string keys, whose entries are sent beside the other members, not as an object of
/// their own. An entry with the name of another member is refused with an <see cref="ArgumentException"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class CustomerIoAdditionalAttribute : Attribute;
