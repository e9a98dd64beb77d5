using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Tests.Support;
using CustomerIo.Resilience.Testing.Stores;
using Microsoft.Extensions.Logging.Abstractions;

namespace CustomerIo.Resilience.Sqlite.Tests;

public sealed class SqliteContractTests : FallbackStoreContract, IDisposable
{
    private readonly TempFolder _folder = new();

    public static TheoryData<string> AllRules => [.. Rules];

    [Theory]
    [MemberData(nameof(AllRules))]
    public Task It_keeps_the_contract(string rule) => CheckAsync(rule);

    public void Dispose() => _folder.Dispose();

    protected override ValueTask<IFallbackStore> MakeAsync(FallbackStoreSetting setting) => new(new SqliteFallbackStore(
        Path.Combine(_folder.Root, $"{setting.Place}.db"),
        new SqliteFallbackOptions { DiskReserve = 0 },
        setting.Options,
        setting.Time,
        NullLogger.Instance));
}
