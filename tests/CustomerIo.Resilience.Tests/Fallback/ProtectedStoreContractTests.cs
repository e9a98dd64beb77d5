using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Testing.Stores;

namespace CustomerIo.Resilience.Tests.Fallback;

/// <summary>Protection changes payloads and nothing else of what a store does.</summary>
public sealed class ProtectedStoreContractTests : FallbackStoreContract
{
    public static TheoryData<string> AllRules => [.. Rules];

    [Theory]
    [MemberData(nameof(AllRules))]
    public Task It_keeps_the_contract(string rule) => CheckAsync(rule);

    protected override ValueTask<IFallbackStore> MakeAsync(FallbackStoreSetting setting) =>
        new(new ProtectedStore(new InMemoryFallbackStore(setting.Options, setting.Time), new Inversion()));
}
