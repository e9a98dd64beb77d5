using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Tests.Fallback;

public sealed class InMemoryFallbackStoreTests : FallbackStoreContract
{
    protected override IFallbackStore Make(FallbackOptions options, TimeProvider time) =>
        new InMemoryFallbackStore(lanes: 4, options, time);
}
