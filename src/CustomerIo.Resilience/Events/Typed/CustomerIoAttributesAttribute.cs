namespace CustomerIo.Resilience;

/// <summary>
/// Makes a partial record, class or struct a set of attributes of people, which
/// <see cref="ICustomerIoClient.IdentifyAsync{TAttributes}"/> and <see cref="IBatchTracker.EnqueueIdentify{TAttributes}"/>
/// take. Its public properties become the attributes; those that are <see langword="null"/> are left out, and so stay as they
/// are at Customer.io.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class CustomerIoAttributesAttribute : Attribute;
