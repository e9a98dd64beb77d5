namespace CustomerIo.Resilience.Tests.Registration;

/// <summary>Tests of what a process has one of, such as its environment: they run while no others do.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
