using System.Collections.Immutable;

namespace CustomerIo.Resilience.Generators.Tests.EndToEnd;

[CustomerIoEvent("numbers")]
public sealed partial record Numbers(
    ImmutableArray<int> Some,
    [CustomerIoWriteNull] ImmutableArray<int>? Maybe,
    ImmutableArray<int> Empty,
    [CustomerIoJson(typeof(ForeignJson))] Position? Point);
