using CustomerIo.Resilience.Fallback;
using static CustomerIo.Resilience.Fallback.OperationKinds;

namespace CustomerIo.Resilience.Tests.Fallback;

/// <summary>Flaws of reading what is parked, and of what it waits for.</summary>
internal static class ParkedFlaws
{
    public static Flaw[] All { get; } =
    [
        Page("reads parked ones newest first", static (_, page) => [.. page.Reverse()]),
        Page("forgets attempts", static (_, page) =>
            [.. page.Select(static one => one.With(parked: new ParkedState(one.Parked!.Value.HasFailed)))]),
        Page("forgets what has failed", static (_, page) =>
            [.. page.Select(static one => one.With(parked: one.Parked!.Value with { HasFailed = false }))]),
        Page("has a merge under its own key alone", static (key, page) =>
            [.. page.Where(one => string.Equals(one.Key, key, StringComparison.Ordinal))]),
        new("reads more parked ones than it was asked for")
        {
            ReadParked = static async (store, key, _, bytes) => await store.Inner.ReadParkedAsync(key, 1_000, bytes, default),
        },
        new("reads more bytes of parked ones than it was asked for")
        {
            ReadParked = static async (store, key, count, _) =>
                await store.Inner.ReadParkedAsync(key, count, int.MaxValue, default),
        },
        new("removes the parked ones that it reads")
        {
            ReadParked = static async (store, key, count, bytes) =>
            {
                ParkedBatch batch = await store.Inner.ReadParkedAsync(key, count, bytes, default);
                await store.DropAsync(batch.Operations);
                return batch;
            },
        },
        new("has what names a key under that key")
        {
            ReadParked = static async (store, key, count, bytes) =>
            {
                ParkedBatch batch = await store.Inner.ReadParkedAsync(key, count, bytes, default);
                IEnumerable<Operation> naming = (await store.AllParkedAsync()).Where(one => one.Names(key) && !one.Owns(key));
                return new ParkedBatch { Operations = [.. batch.Operations, .. naming], IsBlocked = batch.IsBlocked };
            },
        },
        new("reads what is parked on its lane too")
        {
            Read = static async (store, lane, count, bytes) =>
            [
                .. (await store.Inner.ReadAsync(lane, 0, count, bytes, default))
                    .Concat((await store.AllParkedAsync()).Where(one => one.LaneOf(store.Memory.Lanes) == lane))
                    .OrderBy(static one => one.Position),
            ],
        },
        Blocks("lets nothing wait", static (_, _, _) => false),
        Blocks("lets the first wait for what is behind it", static (first, other, _) =>
            other.Position > first.Position && other.Owns(first.Key)),
        Waits("looks at the first key of a merge alone", static (first, older) =>
            string.Equals(first.Key, older.Key, StringComparison.Ordinal) || NamesBarrier(first, older) || NamesBarrier(older, first)),
        Blocks("lets a merge wait for what is newer", static (first, other, waits) =>
            waits || (other.Position > first.Position && first.SecondKey is not null && other.Owns(first.SecondKey))),
        Waits("lets whatever owns a key wait for what names it", static (first, older) =>
            SharesOwn(first, older) || Names(older, first) || NamesBarrier(first, older)),
        Waits("lets what names a key wait for whatever owns it", static (first, older) =>
            SharesOwn(first, older) || Names(first, older) || NamesBarrier(older, first)),
        Waits("lets those wait that name the same key", static (first, older) =>
            SharesOwn(first, older) || NamesBarrier(first, older) || NamesBarrier(older, first)
            || first.NamedKeys.Any(older.Names)),
        Waits("lets no barrier wait for what names its key", static (first, older) =>
            SharesOwn(first, older) || NamesBarrier(first, older)),
        Waits("lets nothing that names a key wait", static (first, older) =>
            SharesOwn(first, older) || NamesBarrier(older, first)),
        Waits("takes an unsuppress for no barrier", static (first, older) => SharesOwn(first, older)
            || (NamesBarrier(first, older) && older.Kind is not CustomerIo.Resilience.Fallback.OperationKind.Unsuppress)
            || (NamesBarrier(older, first) && first.Kind is not CustomerIo.Resilience.Fallback.OperationKind.Unsuppress)),
        Waits("lets what names the second key of a merge pass", static (first, older) =>
            SharesOwn(first, older) || NamesBarrier(older, first) || (older.Kind.IsBarrier() && first.Names(older.Key))),
        new("lets wait for ever what waited once")
        {
            ReadParked = static async (store, key, count, bytes) =>
            {
                ParkedBatch batch = await store.Inner.ReadParkedAsync(key, count, bytes, default);
                if (batch.IsBlocked)
                {
                    store.Memory.Marked.TryAdd(key, 0);
                }

                return new ParkedBatch
                {
                    Operations = batch.Operations,
                    IsBlocked = batch.IsBlocked || store.Memory.Marked.ContainsKey(key),
                };
            },
        },
        new("tells of the last of the page whether it waits")
        {
            ReadParked = static async (store, key, count, bytes) =>
            {
                ParkedBatch batch = await store.Inner.ReadParkedAsync(key, count, bytes, default);
                IReadOnlyList<Operation> all = await store.AllParkedAsync();
                return new ParkedBatch
                {
                    Operations = batch.Operations,
                    IsBlocked = batch.Operations.Count > 1
                        ? all.Any(one => one.Position < batch.Operations[^1].Position
                            && !one.Owns(key) && SharesOwn(batch.Operations[^1], one))
                        : batch.IsBlocked,
                };
            },
        },
        new("lets what is parked wait for its lane")
        {
            ReadParked = static async (store, key, count, bytes) =>
            {
                ParkedBatch batch = await store.Inner.ReadParkedAsync(key, count, bytes, default);
                return new ParkedBatch
                {
                    Operations = batch.Operations,
                    IsBlocked = batch.IsBlocked || (batch.Operations.Count > 0
                        && (await store.LaneOfAsync(batch.Operations[0])).Any(one => one.Owns(key))),
                };
            },
        },
    ];

    private static bool SharesOwn(Operation first, Operation older) =>
        older.Owns(first.Key) || (first.SecondKey is not null && older.Owns(first.SecondKey));

    private static bool Names(Operation naming, Operation owner) =>
        naming.Names(owner.Key) || (owner.SecondKey is not null && naming.Names(owner.SecondKey));

    private static bool NamesBarrier(Operation naming, Operation owner) => owner.Kind.IsBarrier() && Names(naming, owner);

    private static Flaw Waits(string name, Func<Operation, Operation, bool> waits) => Blocks(
        name, (first, other, _) => other.Position < first.Position && waits(first, other));

    private static Flaw Blocks(string name, Func<Operation, Operation, bool, bool> blocks) => new(name)
    {
        ReadParked = async (store, key, count, bytes) =>
        {
            ParkedBatch batch = await store.Inner.ReadParkedAsync(key, count, bytes, default);
            IReadOnlyList<Operation> all = await store.AllParkedAsync();
            return new ParkedBatch
            {
                Operations = batch.Operations,
                IsBlocked = batch.Operations.Count > 0
                    && all.Any(one => blocks(batch.Operations[0], one, batch.IsBlocked)),
            };
        },
    };

    private static Flaw Page(string name, Func<string, IReadOnlyList<Operation>, IReadOnlyList<Operation>> alter) => new(name)
    {
        ReadParked = async (store, key, count, bytes) =>
        {
            ParkedBatch batch = await store.Inner.ReadParkedAsync(key, count, bytes, default);
            return new ParkedBatch { Operations = alter(key, batch.Operations), IsBlocked = batch.IsBlocked };
        },
    };
}
