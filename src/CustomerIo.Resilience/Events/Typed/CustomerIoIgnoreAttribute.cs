namespace CustomerIo.Resilience;

/// <summary>Keeps a property to yourself: it is not sent.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class CustomerIoIgnoreAttribute : Attribute;
