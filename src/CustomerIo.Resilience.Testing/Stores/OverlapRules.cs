using CustomerIo.Resilience.Fallback;
using static CustomerIo.Resilience.Testing.Stores.Samples;
using static CustomerIo.Resilience.Testing.Stores.StoreExpectations;
using OperationKind = CustomerIo.Resilience.Fallback.OperationKind;

namespace CustomerIo.Resilience.Testing.Stores;

/// <summary>Rules about calls that overlap.</summary>
internal static class OverlapRules
{
    private const int OfLane = 100;
    private const int Lanes = StoreBench.Lanes;

    public static StoreRule[] All { get; } =
    [
        new("AppendAsync and ApplyAsync", "Lanes that are filled and drained at once lose, repeat and reorder nothing", FillAndDrainAsync),
        new("AppendAsync", "Appends that overlap take no more than there is room for, and no less", BoundAsync, static options => options.MaxCount = 150),
        new("AppendAsync", "The same append from many callers at once is taken once", SameAsync),
        new("AppendAsync", "Erasing one person while others' operations come takes nothing of theirs", EraseMeanwhileAsync),
        new("ApplyAsync", "What moves from its lane to what is parked, and on to dead letters, is never nowhere", MoveMeanwhileAsync),
        new("ReplayAsync", "What moves from dead letters to its lane is never nowhere", ReplayMeanwhileAsync),
    ];

    private static async Task FillAndDrainAsync(StoreBench bench)
    {
        int[] lanes = [.. Enumerable.Range(0, Lanes)];
        Task filled = Task.WhenAll(lanes.Select(lane => Task.Run(() => FillAsync(bench, lane))));
        List<long>[] drained = await Task.WhenAll(
            lanes.Select(lane => Task.Run(() => DrainAsync(bench, lane, filled)))).ConfigureAwait(false);
        await filled.ConfigureAwait(false);

        foreach (int lane in lanes)
        {
            ExpectList(
                $"positions drained from lane {lane}",
                Enumerable.Range(0, OfLane).Select(index => (long)NumberOn(lane, index)),
                drained[lane]);
        }

        Expect("statistics", default, bench.Statistics);
    }

    private static async Task BoundAsync(StoreBench bench)
    {
        int[] taken = await Task.WhenAll(Enumerable.Range(0, Lanes).Select(lane => Task.Run(async () =>
        {
            int sum = 0;
            for (int index = 0; index < OfLane; index++)
            {
                sum += (await bench.AppendAsync(Make(NumberOn(lane, index), Key("p", lane))).ConfigureAwait(false)).Taken;
            }

            return sum;
        }))).ConfigureAwait(false);

        Expect("taken of 400 with room for 150", 150, taken.Sum());
        Expect("count", 150, bench.Statistics.Count);
    }

    private static async Task SameAsync(StoreBench bench)
    {
        Operation[] operations = [.. Enumerable.Range(1, OfLane).Select(static number => number % 2 == 0 ? Parked(number) : Make(number))];

        AppendResult[] results = await Task.WhenAll(
            Enumerable.Range(0, Lanes).Select(_ => Task.Run(() => bench.AppendAsync(operations)))).ConfigureAwait(false);

        Expect("taken by all calls", Lanes * OfLane, results.Sum(static one => one.Taken));
        Expect("duplicates of all calls", (Lanes - 1) * OfLane, results.Sum(static one => one.Duplicates));
        Expect("count and parked", (OfLane, OfLane / 2), ((int)bench.Statistics.Count, (int)bench.Statistics.Parked));
    }

    private static async Task EraseMeanwhileAsync(StoreBench bench)
    {
        int last = 0;
        Task fill = Task.Run(async () =>
        {
            for (int index = 0; index < OfLane; index++)
            {
                await bench.AppendAsync(Parked(Interlocked.Increment(ref last), index % 2 == 0 ? Ada : Bob)).ConfigureAwait(false);
            }
        });
        int erased = 0;
        bool isLast;
        do
        {
            isLast = fill.IsCompleted;
            Operation delete = Parked(Interlocked.Increment(ref last), kind: OperationKind.Delete);
            erased += (await bench.AppendAsync(delete).ConfigureAwait(false)).Erased.Count;
            Expect("removed by completing the delete", 1, (await bench.CompleteAsync(delete).ConfigureAwait(false)).Removed);
        }
        while (!isLast);

        await fill.ConfigureAwait(false);
        Expect("erased, and left", OfLane / 2, erased + (await bench.ReadParkedAsync(Ada).ConfigureAwait(false)).Operations.Count);
        Expect("of the other", OfLane / 2, (await bench.ReadParkedAsync(Bob).ConfigureAwait(false)).Operations.Count);
    }

    private static async Task MoveMeanwhileAsync(StoreBench bench)
    {
        int kept = 0;
        Task move = Task.Run(async () =>
        {
            for (int number = 1; number <= OfLane; number++)
            {
                await bench.AppendAsync(Make(number)).ConfigureAwait(false);
                Volatile.Write(ref kept, number);
                await bench.ParkAsync(ToPark(Make(number))).ConfigureAwait(false);
                await bench.RefuseAsync(Letter(Parked(number))).ConfigureAwait(false);
            }
        });

        bool isLast;
        do
        {
            isLast = move.IsCompleted;
            int atLeast = Volatile.Read(ref kept);
            HashSet<Ulid> seen = [.. (await bench.ReadAsync().ConfigureAwait(false)).Select(static one => one.Id)];
            seen.UnionWith((await bench.ReadParkedAsync(Ada).ConfigureAwait(false)).Operations.Select(static one => one.Id));
            seen.UnionWith((await bench.ListAsync().ConfigureAwait(false)).Select(static one => one.Operation.Id));
            ExpectList(
                "those that are nowhere", [], Enumerable.Range(1, atLeast).Where(number => !seen.Contains(IdOf(number))));
        }
        while (!isLast);

        await move.ConfigureAwait(false);
        Expect("statistics", new StoreStatistics(0, 0, null, 0, OfLane), bench.Statistics);
    }

    private static async Task ReplayMeanwhileAsync(StoreBench bench)
    {
        await bench.RefuseAsync([.. Enumerable.Range(1, OfLane).Select(static number => FromMemory(Make(number)))])
            .ConfigureAwait(false);
        Task move = Task.Run(async () =>
        {
            for (int number = 1; number <= OfLane; number++)
            {
                await bench.ReplayAsync(Again(Make(number), OfLane + number)).ConfigureAwait(false);
            }
        });

        bool isLast;
        do
        {
            isLast = move.IsCompleted;
            HashSet<Ulid> seen = [.. (await bench.ListAsync().ConfigureAwait(false)).Select(static one => one.Operation.Id)];
            seen.UnionWith((await bench.ReadAsync().ConfigureAwait(false)).Select(static one => one.Id));
            ExpectList(
                "those that are nowhere", [], Enumerable.Range(1, OfLane).Where(number => !seen.Contains(IdOf(number))));
        }
        while (!isLast);

        await move.ConfigureAwait(false);
        Expect("count and dead letters", (OfLane, 0), ((int)bench.Statistics.Count, (int)bench.Statistics.DeadLetters));
    }

    private static int NumberOn(int lane, int index) => (index * Lanes) + lane + 1;

    private static async Task FillAsync(StoreBench bench, int lane)
    {
        for (int index = 0; index < OfLane; index += 2)
        {
            await bench.AppendAsync(Of(index), Of(index + 1)).ConfigureAwait(false);
        }

        Operation Of(int index) => Make(NumberOn(lane, index), Key("p", lane));
    }

    private static async Task<List<long>> DrainAsync(StoreBench bench, int lane, Task filled)
    {
        List<long> drained = [];
        while (true)
        {
            bool isLast = filled.IsCompleted;
            Operation[] page = [.. await bench.ReadAsync(lane, maxCount: 7).ConfigureAwait(false)];
            if (page.Length == 0 && isLast)
            {
                return drained;
            }

            ChangeResult result = await bench.CompleteAsync(page).ConfigureAwait(false);
            Expect($"removed of a page of lane {lane}", page.Length, result.Removed);
            drained.AddRange(page.Select(static operation => operation.Position));
            Expect($"drained of lane {lane} more than there was", false, drained.Count > OfLane);
            await Task.Yield();
        }
    }
}
