namespace CustomerIo.Resilience;

/// <summary>Makes a partial record, class or struct a value that events and attributes may have as a member.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class CustomerIoDataAttribute : Attribute;
