using CustomerIo.Resilience.Fallback;
using static CustomerIo.Resilience.Testing.Stores.Samples;
using static CustomerIo.Resilience.Testing.Stores.StoreExpectations;
using OperationKind = CustomerIo.Resilience.Fallback.OperationKind;

namespace CustomerIo.Resilience.Testing.Stores;

/// <summary>Rules about what is parked: out of its lane's order, kept by key.</summary>
internal static class ParkingRules
{
    public static StoreRule[] All { get; } =
    [
        new("AppendAsync", "What is appended as parked is not on its lane", AppendAsync),
        new("ReadParkedAsync", "What is parked is read by key and position, whatever the order of appends", ReadInOrderAsync),
        new("ReadParkedAsync", "What is read is what was parked, with its state", ReadWholeAsync),
        new("ReadParkedAsync", "A page of what is parked is no longer than asked for, and has one operation at least", ReadPagesAsync),
        new("ReadParkedAsync", "Reading what is parked removes nothing", ReadTwiceAsync),
        new("ReadParkedAsync", "A key that is only named has nothing parked", NamedAsync),
        new("ReadParkedAsync", "A merge is parked under both its keys, and goes from both", MergeAsync),
        new("ApplyAsync", "Parking moves an operation out of its lane, and it keeps its position", MoveAsync),
        new("ApplyAsync", "Parking takes the state from the call, and the payload from the store", PayloadAsync),
        new("ApplyAsync", "What is parked changes its state, forth and back", ChangeAsync),
        new("ApplyAsync", "What is parked becomes a dead letter and leaves its key", RefuseAsync),
    ];

    private static async Task AppendAsync(StoreBench bench)
    {
        AppendResult result = await bench.AppendAsync(Make(1), Parked(2), Make(3), Parked(4, hasFailed: true))
            .ConfigureAwait(false);

        Expect("taken and duplicates", (4, 0), (result.Taken, result.Duplicates));
        await bench.ExpectLaneAsync("of 1 to 4, 2 and 4 being parked", 0, 1, 3).ConfigureAwait(false);
        await bench.ExpectParkedAsync("of 1 to 4, 2 and 4 being parked", Ada, 2, 4).ConfigureAwait(false);
        Expect("parked in the statistics", 2, bench.Statistics.Parked);
        AppendResult again = await bench.AppendAsync(Parked(4)).ConfigureAwait(false);
        Expect("taken and duplicates of 4 again", (1, 1), (again.Taken, again.Duplicates));
    }

    private static async Task ReadInOrderAsync(StoreBench bench)
    {
        await bench.AppendAsync(Make(2), Parked(7), Parked(9, Bob)).ConfigureAwait(false);
        await bench.AppendAsync(Parked(3), Parked(4, Bob)).ConfigureAwait(false);
        await bench.ParkAsync(ToPark(Make(2))).ConfigureAwait(false);

        await bench.ExpectParkedAsync("of one", Ada, 2, 3, 7).ConfigureAwait(false);
        await bench.ExpectParkedAsync("of another of the same lane", Bob, 4, 9).ConfigureAwait(false);
        await bench.ExpectParkedAsync("of somebody without any", Eve).ConfigureAwait(false);
    }

    private static async Task ReadWholeAsync(StoreBench bench)
    {
        Operation[] parked =
        [
            Make(1, kind: OperationKind.Identify, bytes: 300, parked: new ParkedState(HasFailed: false)),
            Make(2, kind: OperationKind.Merge, second: Key("zoe", lane: 3), parked: new ParkedState(true, 3, Start.AddHours(5))),
            Make(3, kind: OperationKind.AddRelationships, named: [Bob, Eve], parked: new ParkedState(HasFailed: true)),
        ];
        await bench.AppendAsync(parked).ConfigureAwait(false);

        ExpectAllSame("parked", parked, (await bench.ReadParkedAsync(Ada).ConfigureAwait(false)).Operations);
    }

    private static async Task ReadPagesAsync(StoreBench bench)
    {
        await bench.AppendAsync(Parked(1), Parked(3), Parked(4)).ConfigureAwait(false);

        Expect("at most 2 of 3", 2, await CountAsync(maxCount: 2).ConfigureAwait(false));
        Expect("10 bytes each, at most 25", 2, await CountAsync(maxBytes: 25).ConfigureAwait(false));
        Expect("10 bytes each, at most 20", 2, await CountAsync(maxBytes: 20).ConfigureAwait(false));
        Expect("10 bytes each, at most 1", 1, await CountAsync(maxBytes: 1).ConfigureAwait(false));

        async Task<int> CountAsync(int maxCount = 100, int maxBytes = 1_000) =>
            (await bench.ReadParkedAsync(Ada, maxCount, maxBytes).ConfigureAwait(false)).Operations.Count;
    }

    private static async Task ReadTwiceAsync(StoreBench bench)
    {
        await bench.AppendAsync(Parked(1), Parked(2)).ConfigureAwait(false);

        await bench.ExpectParkedAsync("read once", Ada, 1, 2).ConfigureAwait(false);
        await bench.ExpectParkedAsync("read again", Ada, 1, 2).ConfigureAwait(false);
        Expect("count after reading", 2, bench.Statistics.Count);
    }

    private static async Task NamedAsync(StoreBench bench)
    {
        await bench.AppendAsync(Parked(1, Firm, OperationKind.IdentifyObject, named: [Ada])).ConfigureAwait(false);

        await bench.ExpectParkedAsync("of a person whom an object names", Ada).ConfigureAwait(false);
        await bench.ExpectParkedAsync("of the object", Firm, 1).ConfigureAwait(false);
    }

    private static async Task MergeAsync(StoreBench bench)
    {
        string zoe = Key("zoe", lane: 3);
        Operation merge = Parked(2, kind: OperationKind.Merge, second: zoe);
        await bench.AppendAsync(Parked(1), merge, Parked(3, zoe)).ConfigureAwait(false);

        await bench.ExpectParkedAsync("of the one", Ada, 1, 2).ConfigureAwait(false);
        await bench.ExpectParkedAsync("of the other", zoe, 2, 3).ConfigureAwait(false);
        Expect("parked", 3, bench.Statistics.Parked);
        Expect("result", new ChangeResult(1, 0, 0), await bench.CompleteAsync(merge).ConfigureAwait(false));
        await bench.ExpectParkedAsync("of the one, afterwards", Ada, 1).ConfigureAwait(false);
        await bench.ExpectParkedAsync("of the other, afterwards", zoe, 3).ConfigureAwait(false);
    }

    private static async Task MoveAsync(StoreBench bench)
    {
        string zoe = Key("zoe", lane: 3);
        await bench.AppendAsync(Make(1), Make(2), Make(3), Make(4, kind: OperationKind.Merge, second: zoe))
            .ConfigureAwait(false);

        ChangeResult result = await bench.ParkAsync(
            ToPark(Make(2), hasFailed: true), ToPark(Make(4, kind: OperationKind.Merge, second: zoe))).ConfigureAwait(false);

        Expect("result", new ChangeResult { Parked = 2 }, result);
        await bench.ExpectLaneAsync("afterwards", 0, 1, 3).ConfigureAwait(false);
        ExpectAllSame(
            "parked",
            [Parked(2, hasFailed: true), Parked(4, kind: OperationKind.Merge, second: zoe)],
            (await bench.ReadParkedAsync(Ada).ConfigureAwait(false)).Operations);
        await bench.ExpectParkedAsync("of the other of the merge", zoe, 4).ConfigureAwait(false);
        Expect("statistics", new StoreStatistics(4, 40, Start.AddSeconds(1), 2, 0), bench.Statistics);
    }

    private static async Task PayloadAsync(StoreBench bench)
    {
        Operation[] given =
        [
            .. new[] { Make(1), Make(2) }.Select(static one => one.With(
                ReadOnlyMemory<byte>.Empty, parked: new ParkedState(true, 1), isUnreadable: true)),
        ];
        await bench.AppendAsync(Make(1), Parked(2)).ConfigureAwait(false);

        await bench.ParkAsync(given).ConfigureAwait(false);

        ParkedState state = new(HasFailed: true, Attempts: 1);
        ExpectAllSame(
            "parked",
            [Make(1, parked: state), Make(2, parked: state)],
            (await bench.ReadParkedAsync(Ada).ConfigureAwait(false)).Operations);
        Expect("bytes", 20, bench.Statistics.Bytes);
    }

    private static async Task ChangeAsync(StoreBench bench)
    {
        await bench.AppendAsync(Parked(1), Parked(2)).ConfigureAwait(false);
        ParkedState[] states =
        [
            new(HasFailed: true),
            new(HasFailed: true, Attempts: 1, FirstAttemptAt: Start),
            new(HasFailed: true, Attempts: 2, FirstAttemptAt: Start.AddMinutes(1)),
            new(HasFailed: false),
        ];

        foreach (ParkedState state in states)
        {
            ChangeResult result = await bench.ParkAsync(Make(1, parked: state)).ConfigureAwait(false);

            Expect("result", new ChangeResult { Parked = 1 }, result);
            IReadOnlyList<Operation> read = (await bench.ReadParkedAsync(Ada).ConfigureAwait(false)).Operations;
            ExpectAllSame("parked", [Make(1, parked: state), Parked(2)], read);
            Expect("parked in the statistics", 2, bench.Statistics.Parked);
        }
    }

    private static async Task RefuseAsync(StoreBench bench)
    {
        Operation parked = Make(2, parked: new ParkedState(true, 10, Start));
        await bench.AppendAsync(Parked(1), parked).ConfigureAwait(false);

        ChangeResult result = await bench.RefuseAsync(Letter(parked, RejectionReason.AttemptsExhausted)).ConfigureAwait(false);

        Expect("result", new ChangeResult(1, 1, 0), result);
        await bench.ExpectParkedAsync("afterwards", Ada, 1).ConfigureAwait(false);
        DeadLetter letter = (await bench.ListAsync().ConfigureAwait(false)).Single();
        ExpectSame("dead letter", FromMemory(Make(2), RejectionReason.AttemptsExhausted), letter);
    }
}
