using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Testing.Stores;

namespace CustomerIo.Resilience.Tests.Fallback;

/// <summary>Protection changes payloads and nothing else of what a store does.</summary>
public sealed class ProtectedStoreTests : FallbackStoreContract
{
    public static TheoryData<string> AllRules => [.. Rules];

    [Theory]
    [MemberData(nameof(AllRules))]
    public Task It_keeps_the_contract(string rule) => CheckAsync(rule);

    protected override ValueTask<IFallbackStore> MakeAsync(FallbackStoreSetting setting) =>
        new(new ProtectedStore(new InMemoryFallbackStore(setting.Lanes, setting.Options, setting.Time), new Inversion()));

    /// <summary>Keeps the length, so that bounds in bytes are the same.</summary>
    private sealed class Inversion : IPayloadProtector
    {
        public byte[] Protect(byte[] payload) => Array.ConvertAll(payload, static one => (byte)~one);

        public byte[] Unprotect(byte[] protectedPayload) => Protect(protectedPayload);
    }
}
