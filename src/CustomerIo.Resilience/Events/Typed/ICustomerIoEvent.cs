using System.ComponentModel;

namespace CustomerIo.Resilience;

/// <summary>An event with a name and members known at compile time; see <see cref="CustomerIoEventAttribute"/>.</summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
public interface ICustomerIoEvent<TSelf> : ICustomerIoData<TSelf>
    where TSelf : ICustomerIoEvent<TSelf>
{
    /// <summary>The name under which Customer.io knows the event.</summary>
    static abstract string EventName { get; }

    /// <summary>The name as JSON: UTF-8, escaped, with its quotes.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    static abstract ReadOnlySpan<byte> EventNameJson { get; }
}
