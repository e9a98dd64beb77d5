namespace CustomerIo.Resilience.Tests.Support;

/// <summary>
/// Tests of what a process has one of, such as its environment or its memory: they run while no others do.
/// </summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
