namespace CustomerIo.Resilience;

/// <summary>
/// Sends <c>null</c> where a member, or any member of a type, is <see langword="null"/>; by default it is left out.
/// </summary>
[AttributeUsage(
    AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Property | AttributeTargets.Parameter,
    Inherited = false)]
public sealed class CustomerIoWriteNullAttribute : Attribute;
