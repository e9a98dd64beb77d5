using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Tests.Support;
using CustomerIo.Resilience.Tests.Fallback;
using Microsoft.Extensions.Logging.Abstractions;

namespace CustomerIo.Resilience.Sqlite.Tests;

public sealed class SqliteContractTests : FallbackStoreContract
{
    private readonly TempFolder _folder = new();

    protected override IFallbackStore Make(FallbackOptions options, TimeProvider time) => new SqliteFallbackStore(
        _folder.NewFile(), new SqliteFallbackOptions { DiskReserve = 0 }, options, lanes: 4, time, NullLogger.Instance);
}
