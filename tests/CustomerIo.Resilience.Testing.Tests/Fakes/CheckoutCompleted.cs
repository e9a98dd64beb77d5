namespace CustomerIo.Resilience.Testing.Tests.Fakes;

[CustomerIoEvent("checkout_completed")]
public sealed partial record CheckoutCompleted(string OrderId, decimal Total);
