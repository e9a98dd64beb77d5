namespace CustomerIo.Resilience.Generators.Tests.EndToEnd;

/// <summary>An event that inherits, with a base that is one itself.</summary>
[CustomerIoEvent("named")]
public partial record Named(string Name);
