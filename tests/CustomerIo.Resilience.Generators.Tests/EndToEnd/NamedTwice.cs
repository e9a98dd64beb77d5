namespace CustomerIo.Resilience.Generators.Tests.EndToEnd;

[CustomerIoEvent("named_twice")]
public sealed partial record NamedTwice(string Name, string Second) : Named(Name);
