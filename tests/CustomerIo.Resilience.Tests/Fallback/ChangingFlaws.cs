using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Tests.Fallback;

/// <summary>Flaws of completing, refusing and parking.</summary>
internal static class ChangingFlaws
{
    public static Flaw[] All { get; } =
    [
        new("completes all before the last that is named")
        {
            Apply = static async (store, changes, _) =>
            {
                if (changes.Completed.Count > 0)
                {
                    long last = changes.Completed.Max(static one => one.Position);
                    await store.DropAsync(
                        (await store.LaneOfAsync(changes.Completed[0])).Where(one => one.Position < last)
                            .ExceptBy(changes.Completed.Select(static one => one.Position), static one => one.Position));
                }

                return await store.ChangeAsync(changes);
            },
        },
        new("completes all that was read last")
        {
            Read = static async (store, lane, count, bytes) =>
            {
                IReadOnlyList<Operation> page = await store.Inner.ReadAsync(lane, 0, count, bytes, default);
                store.Memory.Operations.Clear();
                store.Memory.Operations.AddRange(page);
                return page;
            },
            Apply = static async (store, changes, _) =>
            {
                ChangeResult result = await store.ChangeAsync(changes);
                if (changes.Completed.Count > 0)
                {
                    await store.DropAsync(store.Memory.Operations);
                }

                return result;
            },
        },
        Altered("completes only on the lane of the first", static (store, changes) => changes.But(
            completed: changes.Completed.Where(one =>
                one.LaneOf(store.Memory.Lanes) == changes.Completed[0].LaneOf(store.Memory.Lanes)))),
        Altered("completes nothing parked", static (_, changes) => changes.But(
            completed: changes.Completed.Where(static one => one.Parked is null))),
        Altered("keeps a dead letter of what it does not have", static (_, changes) => changes.But(
            letters: changes.DeadLetters
                .Concat(changes.DeadLetters.Select(static one => one.With(one.Operation.WithoutPlace(one.Operation.Payload)))))),
        new("parks what it does not have")
        {
            Apply = static async (store, changes, _) =>
            {
                ChangeResult result = await store.ChangeAsync(changes);
                foreach (Operation operation in changes.Parked)
                {
                    if (await store.AtAsync(operation) is null)
                    {
                        await store.ForceAsync(operation);
                    }
                }

                return result;
            },
        },
        new("goes by the position alone")
        {
            Apply = static async (store, changes, _) =>
            {
                List<Operation> meant = [];
                foreach (Operation operation in changes.Completed)
                {
                    meant.Add(await store.AtAsync(operation) ?? operation);
                }

                return await store.ChangeAsync(changes.But(completed: meant));
            },
        },
        Result("counts what it parks as removed", static (changes, result) =>
            result with { Removed = result.Removed + changes.Parked.Count }),
        Result("counts what it was told, not what it did", static (changes, result) =>
            result with { Removed = changes.Completed.Count + changes.DeadLetters.Count(static one => one.Operation.Position > 0) }),
        Result("tells that it keeps every dead letter", static (changes, result) =>
            result with { Kept = changes.DeadLetters.Count }),
        Result("does not tell which dead letters it let go", static (_, result) => result with { Dropped = 0 }),
        new("loses a dead letter that comes again")
        {
            Apply = static async (store, changes, _) =>
            {
                Ulid[] known = [.. (await store.LettersAsync()).Select(static one => one.Operation.Id)];
                ChangeResult result = await store.ChangeAsync(changes);
                await store.Inner.RemoveDeadLettersAsync(
                    [.. changes.DeadLetters.Select(static one => one.Operation.Id).Intersect(known)], default);
                return result;
            },
        },
        new("does a part before it gives up")
        {
            Apply = static async (store, changes, cancellationToken) =>
            {
                if (cancellationToken.IsCancellationRequested)
                {
                    await store.DropAsync(changes.Completed);
                }

                cancellationToken.ThrowIfCancellationRequested();
                return await store.ChangeAsync(changes);
            },
        },
        new("parks and refuses in two steps")
        {
            Apply = static async (store, changes, _) =>
            {
                if (changes.Completed.Count > 0)
                {
                    return await store.ChangeAsync(changes);
                }

                List<Operation> moved = [];
                foreach (Operation operation in changes.Parked)
                {
                    if (await store.AtAsync(operation) is { } found && found.Id == operation.Id)
                    {
                        moved.Add(found.With(parked: operation.Parked));
                    }
                }

                await store.DropAsync(moved);
                await store.LetOthersReadAsync();
                await store.ForceAsync(moved);
                return await store.ChangeAsync(changes.But(parked: []));
            },
        },
        new("parks a copy")
        {
            Apply = static async (store, changes, _) =>
            {
                List<Operation> copies = [];
                foreach (Operation operation in changes.Parked)
                {
                    copies.AddRange((await store.LaneOfAsync(operation)).Where(operation.IsSameAs).Select(
                        one => one.With(parked: operation.Parked)));
                }

                ChangeResult result = await store.ChangeAsync(changes.But(
                    parked: changes.Parked.ExceptBy(copies.Select(static one => one.Position), static one => one.Position)));
                await store.ForceAsync(copies);
                return result;
            },
        },
        new("parks with the payload of the call")
        {
            Apply = static async (store, changes, _) =>
            {
                ChangeResult result = await store.ChangeAsync(changes);
                foreach (Operation operation in changes.Parked)
                {
                    if (await store.AtAsync(operation) is { } found && found.Id == operation.Id)
                    {
                        await store.DropAsync(found);
                        await store.ForceAsync(operation);
                    }
                }

                return result;
            },
        },
        new("keeps the state of what is parked")
        {
            Apply = static async (store, changes, _) =>
            {
                IReadOnlyList<Operation> parked = await store.AllParkedAsync();
                return await store.ChangeAsync(changes.But(
                    parked: changes.Parked.ExceptBy(parked.Select(static one => one.Position), static one => one.Position)));
            },
        },
        Altered("refuses nothing parked", static (_, changes) => changes.But(
            letters: changes.DeadLetters.Where(static one => one.Operation.Parked is null))),
    ];

    public static Flaw Altered(string name, Func<FlawedStore, StoreChanges, StoreChanges> alter) => new(name)
    {
        Apply = async (store, changes, _) => await store.ChangeAsync(alter(store, changes)),
    };

    public static Flaw Result(string name, Func<StoreChanges, ChangeResult, ChangeResult> alter) => new(name)
    {
        Apply = async (store, changes, _) => alter(changes, await store.ChangeAsync(changes)),
    };
}
