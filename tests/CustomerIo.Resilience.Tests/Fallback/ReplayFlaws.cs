using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Tests.Fallback;

/// <summary>Flaws of replaying dead letters, and of opening a store again.</summary>
internal static class ReplayFlaws
{
    public static Flaw[] All { get; } =
    [
        new("replays the payload of the call")
        {
            Replay = static async (store, operations) =>
            {
                IReadOnlyList<Operation> replayed = await store.Inner.ReplayAsync(operations, default);
                await store.DropAsync(replayed);
                await store.ForceAsync(replayed);
                return replayed;
            },
        },
        Altered("replays to lanes alone", static operations => operations.Select(static one => one.But(isParked: false))),
        Altered("forgets attempts of what it replays", static operations => operations.Select(static one =>
            one.Parked is { } state ? one.With(parked: new ParkedState(state.HasFailed)) : one)),
        Altered("replays to a position of its own", static operations => operations.Select(static one =>
            one.With(position: one.Position + 10))),
        Altered("replays one at a time", static operations => operations.Take(1)),
        new("tells that it replayed what it was told")
        {
            Replay = static async (store, operations) =>
            {
                await store.Inner.ReplayAsync(operations, default);
                return operations;
            },
        },
        new("tells only what it has replayed just now")
        {
            Replay = static async (store, operations) =>
            {
                HashSet<Ulid> letters = [.. (await store.LettersAsync()).Select(static one => one.Operation.Id)];
                return [.. (await store.Inner.ReplayAsync(operations, default)).Where(one => letters.Contains(one.Id))];
            },
        },
        new("replays what waits already")
        {
            Replay = static async (store, operations) =>
            {
                foreach (Operation operation in operations)
                {
                    Operation[] waiting = [.. (await store.LaneOfAsync(operation)).Where(one => one.Id == operation.Id)];
                    await store.DropAsync(waiting);
                    await store.ForceAsync(waiting.Select(one => one.With(position: operation.Position)));
                }

                return await store.Inner.ReplayAsync(operations, default);
            },
        },
        new("asks for room to replay")
        {
            Replay = static async (store, operations) =>
                store.IsFull ? [] : await store.Inner.ReplayAsync(operations, default),
        },
        new("replays a copy")
        {
            Replay = static async (store, operations) =>
            {
                IReadOnlyList<DeadLetter> letters = await store.LettersAsync();
                IReadOnlyList<Operation> replayed = await store.Inner.ReplayAsync(operations, default);
                await store.ChangeAsync(new StoreChanges
                {
                    DeadLetters = [.. letters.IntersectBy(replayed.Select(static one => one.Id), static one => one.Operation.Id)],
                });
                return replayed;
            },
        },
        new("replays in two steps")
        {
            Replay = static async (store, operations) =>
            {
                Operation[] whole =
                [
                    .. (await store.LettersAsync()).Join(
                        operations,
                        static letter => letter.Operation.Id,
                        static operation => operation.Id,
                        static (letter, operation) =>
                            letter.Operation.With(position: operation.Position, parked: operation.Parked)),
                ];
                await store.Inner.RemoveDeadLettersAsync([.. whole.Select(static one => one.Id)], default);
                await store.LetOthersReadAsync();
                await store.ForceAsync(whole);
                return await store.Inner.ReplayAsync(operations, default);
            },
        },
        new("starts empty") { StartsEmpty = true },
        Contents("tells no lanes", static contents => contents.But(lanes: [])),
        Contents("tells no newest position", static contents => contents.But(newestPosition: 0)),
        Contents("takes the newest position from the lanes", static contents => contents.But(
            newestPosition: contents.Lanes.Select(static one => one.NewestPosition).DefaultIfEmpty().Max())),
        Contents("tells no parked ones", static contents => contents.But(parked: 0)),
        Contents("tells no held keys", static contents => contents.But(heldKeys: [])),
        Contents("tells no barriers", static contents => contents.But(
            heldKeys: [.. contents.HeldKeys.Select(static one => one with { Barrier = 0 })])),
        Contents("takes every barrier for a delete", static contents => contents.But(
            heldKeys: [.. contents.HeldKeys.Select(static one => one with { ErasedBelow = one.Barrier })])),
        Contents("counts one of each held key", static contents => contents.But(
            heldKeys: [.. contents.HeldKeys.Select(static one => one with { Count = 1 })])),
        Reopened("forgets what is parked", static async store => await store.DropAsync(await store.AllParkedAsync())),
        Reopened("forgets how it goes with what is parked", static async store => await store.ChangeAsync(new StoreChanges
        {
            Parked = [.. (await store.AllParkedAsync()).Select(static one => one.With(parked: default(ParkedState)))],
        })),
        Reopened("forgets dead letters", static async store => await store.Inner.RemoveDeadLettersAsync(
            [.. (await store.LettersAsync()).Select(static one => one.Operation.Id)], default)),
        Reopened("numbers dead letters anew", static async store =>
        {
            IReadOnlyList<DeadLetter> letters = await store.LettersAsync();
            await store.Inner.RemoveDeadLettersAsync([.. letters.Select(static one => one.Operation.Id)], default);
            await store.ChangeAsync(new StoreChanges { DeadLetters = letters });
        }),
        new("brings back what was completed")
        {
            Open = static async (store, lanes) =>
            {
                StoreContents contents = await store.Inner.OpenAsync(lanes, default);
                await store.AddAsync(store.Memory.Operations);
                return contents;
            },
            Apply = static async (store, changes, _) =>
            {
                lock (store.Memory.Operations)
                {
                    store.Memory.Operations.AddRange(changes.Completed);
                }

                return await store.ChangeAsync(changes);
            },
        },
        new("tells statistics of nothing after it was opened again")
        {
            Statistics = static (store, statistics) => store.Memory.Opened > 1 ? default : statistics,
        },
        new("knows no duplicates after it was opened again")
        {
            Append = static async (store, operations, cancellationToken) =>
            {
                AppendResult result = await store.Inner.AppendAsync(operations, cancellationToken);
                return store.Memory.Opened > 1 ? result.But(duplicates: 0) : result;
            },
        },
        new("opens twice at the most")
        {
            Open = static async (store, lanes) =>
            {
                if (store.Memory.Opened > 2)
                {
                    await store.DropAsync(await store.LaneAsync(0));
                }

                return await store.Inner.OpenAsync(lanes, default);
            },
        },
        new("keeps the number of its lanes")
        {
            Open = static async (store, _) => await store.Inner.OpenAsync(4, default),
            Read = static async (store, lane, count, bytes) =>
                lane < 4 ? await store.Inner.ReadAsync(lane, 0, count, bytes, default) : [],
        },
    ];

    private static Flaw Altered(string name, Func<IReadOnlyList<Operation>, IEnumerable<Operation>> alter) => new(name)
    {
        Replay = async (store, operations) => await store.Inner.ReplayAsync([.. alter(operations)], default),
    };

    private static Flaw Contents(string name, Func<StoreContents, StoreContents> alter) => new(name)
    {
        Open = async (store, lanes) => alter(await store.Inner.OpenAsync(lanes, default)),
    };

    private static Flaw Reopened(string name, Func<FlawedStore, Task> change) => new(name)
    {
        Open = async (store, lanes) =>
        {
            StoreContents contents = await store.Inner.OpenAsync(lanes, default);
            if (store.Memory.Opened > 1)
            {
                await change(store);
            }

            return contents;
        },
    };
}
