using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Testing.Stores;

namespace CustomerIo.Resilience.Tests.Fallback;

public sealed class InMemoryFallbackStoreContractTests : FallbackStoreContract
{
    public static TheoryData<string> AllRules => [.. Rules];

    [Theory]
    [MemberData(nameof(AllRules))]
    public Task It_keeps_the_contract(string rule) => CheckAsync(rule);

    protected override ValueTask<IFallbackStore> MakeAsync(FallbackStoreSetting setting) =>
        new(new InMemoryFallbackStore(setting.Options, setting.Time));
}
