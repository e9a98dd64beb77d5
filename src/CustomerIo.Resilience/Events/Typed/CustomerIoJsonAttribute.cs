namespace CustomerIo.Resilience;

/// <summary>Writes a property of any type with a <c>JsonSerializerContext</c> of yours.</summary>
/// <param name="context">The context; it must know the property's type.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class CustomerIoJsonAttribute(Type context) : Attribute
{
    /// <summary>The context.</summary>
    public Type Context { get; } = context;
}
