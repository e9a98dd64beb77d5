namespace CustomerIo.Resilience;

/// <summary>Attributes of people, known at compile time; see <see cref="CustomerIoAttributesAttribute"/>.</summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
public interface ICustomerIoAttributes<TSelf> : ICustomerIoData<TSelf>
    where TSelf : ICustomerIoAttributes<TSelf>;
