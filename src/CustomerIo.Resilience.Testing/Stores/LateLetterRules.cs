using CustomerIo.Resilience.Fallback;
using static CustomerIo.Resilience.Testing.Stores.Samples;
using static CustomerIo.Resilience.Testing.Stores.StoreExpectations;
using OperationKind = CustomerIo.Resilience.Fallback.OperationKind;

namespace CustomerIo.Resilience.Testing.Stores;

/// <summary>Rules about dead letters that come to be while a delete or suppress of the person is parked.</summary>
internal static class LateLetterRules
{
    public static StoreRule[] All { get; } =
    [
        Rule("A dead letter of somebody whose newer delete is parked is dropped, and its operation leaves", OlderAsync),
        Rule("A dead letter from memory of somebody whose delete is parked is dropped", FromMemoryAsync),
        Rule("A dead letter of somebody whose delete is older is kept", NewerAsync),
        Rule("Dead letters of somebody are kept again when the delete has gone", DoneAsync),
    ];

    private static StoreRule Rule(string sentence, Func<StoreBench, Task> check) => new("ApplyAsync", sentence, check);

    private static async Task OlderAsync(StoreBench bench)
    {
        await bench.AppendAsync(
            Make(1), Make(2, Bob), Parked(3, kind: OperationKind.Unsuppress),
            Parked(4, kind: OperationKind.Suppress), Parked(5, Eve, OperationKind.Unsuppress)).ConfigureAwait(false);

        ChangeResult result = await bench.RefuseAsync(
            Letter(Make(1)), Letter(Make(2, Bob)), Letter(Parked(3, kind: OperationKind.Unsuppress))).ConfigureAwait(false);

        Expect("result", new ChangeResult(3, 1, 0), result);
        await bench.ExpectLettersAsync("afterwards", 2).ConfigureAwait(false);
        await bench.ExpectLaneAsync("afterwards", 0).ConfigureAwait(false);
        await bench.ExpectParkedAsync("afterwards", Ada, 4).ConfigureAwait(false);
    }

    private static async Task FromMemoryAsync(StoreBench bench)
    {
        await bench.AppendAsync(Parked(4, kind: OperationKind.Delete)).ConfigureAwait(false);

        ChangeResult result = await bench.RefuseAsync(FromMemory(Make(1)), FromMemory(Make(2, Bob))).ConfigureAwait(false);

        Expect("result", new ChangeResult(0, 1, 0), result);
        await bench.ExpectLettersAsync("afterwards", 2).ConfigureAwait(false);
    }

    private static async Task NewerAsync(StoreBench bench)
    {
        await bench.AppendAsync(Parked(4, kind: OperationKind.Delete), Parked(5), Make(6)).ConfigureAwait(false);

        ChangeResult result = await bench.RefuseAsync(
            Letter(Parked(5)), Letter(Make(6)), Letter(Parked(4, kind: OperationKind.Delete))).ConfigureAwait(false);

        Expect("result", new ChangeResult(3, 3, 0), result);
        await bench.ExpectLettersAsync("afterwards", 5, 6, 4).ConfigureAwait(false);
    }

    private static async Task DoneAsync(StoreBench bench)
    {
        await bench.AppendAsync(Make(1), Parked(4, kind: OperationKind.Delete)).ConfigureAwait(false);
        await bench.CompleteAsync(Parked(4, kind: OperationKind.Delete)).ConfigureAwait(false);

        ChangeResult result = await bench.RefuseAsync(Letter(Make(1)), FromMemory(Make(2))).ConfigureAwait(false);

        Expect("result", new ChangeResult(1, 2, 0), result);
        await bench.ExpectLettersAsync("afterwards", 1, 2).ConfigureAwait(false);
    }
}
