namespace CustomerIo.Resilience;

/// <summary>
/// Makes a partial record, class or struct an event that <see cref="ICustomerIoClient"/> and <see cref="IBatchTracker"/>
/// take. Its public properties become the event's data.
/// </summary>
/// <param name="name">
/// The name under which Customer.io knows the event: at most 100 bytes of UTF-8 (Track API reference), by custom snake_case.
/// </param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class CustomerIoEventAttribute(string name) : Attribute
{
    /// <summary>The name under which Customer.io knows the event.</summary>
    public string Name { get; } = name;
}
