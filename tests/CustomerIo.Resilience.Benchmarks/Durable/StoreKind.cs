using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using InMemoryFallbackStore = CustomerIo.Resilience.Fallback.InMemoryFallbackStore;

namespace CustomerIo.Resilience.Benchmarks.Durable;

/// <summary>The stores that are compared.</summary>
internal enum StoreKind
{
    Memory,
    Normal,
    Full,
}

/// <summary>How each is made.</summary>
internal static class StoreKinds
{
    public const int Lanes = 16;

    private static readonly FallbackOptions Roomy = new() { MaxCount = 100_000_000, MaxBytes = 1L << 40 };

    public static IFallbackStore Make(this StoreKind kind, StoreFolder folder) => kind switch
    {
        StoreKind.Memory => new InMemoryFallbackStore(Roomy, TimeProvider.System),
        _ => Open(kind, folder.NewFile()),
    };

    public static SqliteFallbackStore Open(this StoreKind kind, string path) => new(
        path,
        new SqliteFallbackOptions
        {
            Synchronous = kind is StoreKind.Full ? SqliteSynchronous.Full : SqliteSynchronous.Normal,
        },
        Roomy,
        TimeProvider.System,
        NullLogger.Instance);

    public static void Use(this StoreKind kind, CustomerIoBuilder builder, string path)
    {
        builder.Configure(static options =>
        {
            options.Fallback.MaxCount = Roomy.MaxCount;
            options.Fallback.MaxBytes = Roomy.MaxBytes;
        });
        if (kind is not StoreKind.Memory)
        {
            builder.UseSqliteFallback(path, options => options.Synchronous =
                kind is StoreKind.Full ? SqliteSynchronous.Full : SqliteSynchronous.Normal);
        }
    }
}
