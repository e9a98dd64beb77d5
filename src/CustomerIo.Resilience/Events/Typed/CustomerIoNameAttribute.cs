namespace CustomerIo.Resilience;

/// <summary>Gives a member, or a value of an enum, a name of its own; by default it is its C# name in snake_case.</summary>
/// <param name="name">The name; at most 150 bytes of UTF-8 for an attribute (Track API reference).</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter)]
public sealed class CustomerIoNameAttribute(string name) : Attribute
{
    /// <summary>The name in JSON.</summary>
    public string Name { get; } = name;
}
