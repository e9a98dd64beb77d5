using CustomerIo.Resilience.Fallback;
using static CustomerIo.Resilience.Testing.Stores.Samples;
using static CustomerIo.Resilience.Testing.Stores.StoreExpectations;
using OperationKind = CustomerIo.Resilience.Fallback.OperationKind;

namespace CustomerIo.Resilience.Testing.Stores;

/// <summary>Rules about the bounds of dead letters.</summary>
internal static class BoundRules
{
    private const int Large = 400_000;

    public static StoreRule[] All { get; } =
    [
        new("ApplyAsync", "Dead letters are bounded in number, and the oldest by number go", NumberAsync, static options => options.MaxDeadLetters = 2),
        new("ApplyAsync", "Dead letters are bounded in bytes, and the oldest by number go", BytesAsync, static options => options.MaxDeadLetterBytes = 1_000_000),
        new("ListDeadLettersAsync", "Dead letters that are too old go", AgeAsync, static options => options.DeadLetterRetention = TimeSpan.FromDays(1)),
        new("ApplyAsync", "A refused delete or suppress never goes, whatever the bounds say", ErasuresAsync, Small),
        new("ApplyAsync", "Removed and replayed dead letters make room for others", RoomAgainAsync, static options => options.MaxDeadLetters = 2),
    ];

    private static void Small(FallbackOptions options) =>
        (options.MaxDeadLetters, options.MaxDeadLetterBytes, options.DeadLetterRetention) = (2, 0, TimeSpan.FromDays(1));

    private static async Task NumberAsync(StoreBench bench)
    {
        await bench.RefuseAsync(FromMemory(Make(9)), FromMemory(Make(2), rejectedAfter: 1)).ConfigureAwait(false);

        ChangeResult result = await bench.RefuseAsync(FromMemory(Make(1), rejectedAfter: 2)).ConfigureAwait(false);

        Expect("result", new ChangeResult(0, 1, 1), result);
        await bench.ExpectLettersAsync("of 9, 2 and 1 with room for 2", 2, 1).ConfigureAwait(false);
        Expect("dead letters in the statistics", 2, bench.Statistics.DeadLetters);
    }

    private static async Task BytesAsync(StoreBench bench)
    {
        await bench.RefuseAsync(FromMemory(Make(9, bytes: Large)), FromMemory(Make(2, bytes: Large))).ConfigureAwait(false);
        await bench.ExpectLettersAsync("of 9 and 2, each of 400,000 bytes with room for 1,000,000", 9, 2).ConfigureAwait(false);

        ChangeResult result = await bench.RefuseAsync(FromMemory(Make(1, bytes: Large))).ConfigureAwait(false);

        Expect("result", new ChangeResult(0, 1, 1), result);
        await bench.ExpectLettersAsync("of 9, 2 and 1, each of 400,000 bytes with room for 1,000,000", 2, 1)
            .ConfigureAwait(false);
        await bench.RemoveAsync(IdOf(2)).ConfigureAwait(false);
        Expect(
            "result with room again",
            new ChangeResult(0, 1, 0),
            await bench.RefuseAsync(FromMemory(Make(3, bytes: Large))).ConfigureAwait(false));
    }

    private static async Task AgeAsync(StoreBench bench)
    {
        await bench.RefuseAsync(FromMemory(Make(1)), FromMemory(Make(2), rejectedAfter: 60), FromMemory(Make(3), rejectedAfter: 1))
            .ConfigureAwait(false);

        bench.Advance(TimeSpan.FromDays(1));
        await bench.ExpectLettersAsync("after exactly the retention", 1, 2, 3).ConfigureAwait(false);
        bench.Advance(TimeSpan.FromSeconds(30));
        ChangeResult result = await bench.RefuseAsync(FromMemory(Make(4), rejectedAfter: 90_000)).ConfigureAwait(false);

        Expect("result after the retention of two", new ChangeResult(0, 1, 2), result);
        await bench.ExpectLettersAsync("after the retention of two", 2, 4).ConfigureAwait(false);
        Expect("dead letters in the statistics", 2, bench.Statistics.DeadLetters);
        bench.Advance(TimeSpan.FromSeconds(60));
        await bench.ExpectLettersAsync("after the retention of three, without a change", 4).ConfigureAwait(false);
        Expect("counted after the retention of three", 1, (await bench.GroupAsync().ConfigureAwait(false)).Sum(static group => group.Count));
    }

    private static async Task ErasuresAsync(StoreBench bench)
    {
        DeadLetter[] erasures =
        [
            .. Enumerable.Range(1, 4).Select(static number => FromMemory(
                Make(number, Key($"p{number}"), number % 2 == 0 ? OperationKind.Delete : OperationKind.Suppress))),
        ];
        await bench.RefuseAsync(erasures).ConfigureAwait(false);
        await bench.RefuseAsync(FromMemory(Make(5))).ConfigureAwait(false);
        bench.Advance(TimeSpan.FromDays(2));
        await bench.RefuseAsync(FromMemory(Make(6), rejectedAfter: 180_000)).ConfigureAwait(false);

        await bench.ExpectLettersAsync("of 4 deletes and suppressions and 2 others", 1, 2, 3, 4).ConfigureAwait(false);
        Expect("dead letters in the statistics", 4, bench.Statistics.DeadLetters);
    }

    private static async Task RoomAgainAsync(StoreBench bench)
    {
        await bench.RefuseAsync(FromMemory(Make(1)), FromMemory(Make(2))).ConfigureAwait(false);
        await bench.RemoveAsync(IdOf(2)).ConfigureAwait(false);
        await bench.ReplayAsync(Again(Make(1), 10)).ConfigureAwait(false);

        ChangeResult result = await bench.RefuseAsync(FromMemory(Make(3)), FromMemory(Make(4))).ConfigureAwait(false);

        Expect("result", new ChangeResult(0, 2, 0), result);
        await bench.ExpectLettersAsync("afterwards", 3, 4).ConfigureAwait(false);
    }
}
