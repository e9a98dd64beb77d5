namespace CustomerIo.Resilience.Generators.Tests.EndToEnd;

[CustomerIoData]
public sealed partial record Address(string Street, string? City = null, Address? Billing = null);
