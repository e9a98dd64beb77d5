namespace CustomerIo.Resilience.Testing.Tests.Fakes;

[CustomerIoAttributes]
public sealed partial record Profile(string Email, string? Plan = null);
