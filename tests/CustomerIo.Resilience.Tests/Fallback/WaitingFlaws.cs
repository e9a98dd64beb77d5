using CustomerIo.Resilience.Fallback;
using static CustomerIo.Resilience.Fallback.OperationKinds;

namespace CustomerIo.Resilience.Tests.Fallback;

/// <summary>Flaws of appending, reading lanes, room and statistics.</summary>
internal static class WaitingFlaws
{
    public static Flaw[] All { get; } =
    [
        new("reads the newest first")
        {
            Read = static async (store, lane, count, bytes) =>
                [.. (await store.Inner.ReadAsync(lane, 0, count, bytes, default)).Reverse()],
        },
        new("reads more than it was asked for")
        {
            Read = static async (store, lane, _, bytes) => await store.Inner.ReadAsync(lane, 0, 1_000, bytes, default),
        },
        new("reads more bytes than it was asked for")
        {
            Read = static async (store, lane, count, _) => await store.Inner.ReadAsync(lane, 0, count, int.MaxValue, default),
        },
        new("reads nothing where the first is too large")
        {
            Read = static async (store, lane, count, bytes) =>
                [.. (await store.Inner.ReadAsync(lane, 0, count, bytes, default)).Where(one => one.Payload.Length <= bytes)],
        },
        new("removes what it reads")
        {
            Read = static async (store, lane, count, bytes) =>
            {
                IReadOnlyList<Operation> page = await store.Inner.ReadAsync(lane, 0, count, bytes, default);
                await store.DropAsync(page);
                return page;
            },
        },
        Altered("alters payloads", static one => one.With(payload: new byte[] { 1, 2, 3 })),
        Altered("forgets second keys", static one => one.But(hasSecondKey: false)),
        Altered("forgets named keys", static one => one.But(namedKeys: [])),
        Altered("forgets the time of the call", static one => one.But(occurredAt: DateTimeOffset.UnixEpoch)),
        new("takes of a call only what is on the lane of the first")
        {
            Append = static async (store, operations, _) =>
            {
                AppendResult result = await store.AddAsync(operations.Where(one =>
                    one.LaneOf(store.Memory.Lanes) == operations[0].LaneOf(store.Memory.Lanes)));
                return operations.Count > result.Taken ? result.But(taken: operations.Count) : result;
            },
        },
        Result("counts no duplicates", static result => result.But(duplicates: 0)),
        Result("takes something of nothing", static result => result.But(taken: Math.Max(1, result.Taken))),
        new("puts what is parked back on its lane when it comes again")
        {
            Append = static async (store, operations, cancellationToken) =>
            {
                foreach (Operation operation in operations.Where(static one => one.Parked is null))
                {
                    if ((await store.ParkedAsync(operation.Key)).FirstOrDefault(one => one.IsSameAs(operation)) is { } parked)
                    {
                        await store.DropAsync(parked);
                        await store.AddAsync(operation);
                    }
                }

                return await store.Inner.AppendAsync(operations, cancellationToken);
            },
        },
        new("tells of a position that it does not have")
        {
            Open = static async (store, lanes) =>
                await store.Inner.OpenAsync(lanes, default) is { NewestPosition: 0 } contents
                    ? contents.But(newestPosition: 1)
                    : await store.Inner.OpenAsync(lanes, default),
        },
        Stated("counts what is parked twice", static one => one with { Count = one.Count + one.Parked }),
        Stated("counts no bytes", static one => one with { Bytes = 0 }),
        Stated("counts nothing parked", static one => one with { Parked = 0 }),
        Stated("counts no dead letters", static one => one with { DeadLetters = 0 }),
        Stated("has nothing that is the oldest", static one => one with { OldestAt = null }),
        Stated("is never empty", static one => one with { Count = Math.Max(1, one.Count) }),
        new("has no bound in number") { Configure = static options => options.MaxCount = null },
        new("has no bound in bytes") { Configure = static options => options.MaxBytes = null },
        new("takes what fits of the rest")
        {
            Append = static async (store, operations, _) =>
            {
                AppendResult[] results = new AppendResult[operations.Count];
                for (int index = 0; index < operations.Count; index++)
                {
                    results[index] = await store.AddAsync(operations[index]);
                }

                return new AppendResult
                {
                    Taken = results.Sum(static one => one.Taken),
                    Duplicates = results.Sum(static one => one.Duplicates),
                    Evicted = [.. results.SelectMany(static one => one.Evicted)],
                    Erased = [.. results.SelectMany(static one => one.Erased)],
                    ErasedLetters = results.Sum(static one => one.ErasedLetters),
                };
            },
        },
        new("parks beyond the bound")
        {
            Append = static async (store, operations, cancellationToken) =>
            {
                AppendResult result = await store.Inner.AppendAsync(operations, cancellationToken);
                Operation[] more = [.. operations.Skip(result.Taken).TakeWhile(static one => one.Parked is not null)];
                await store.ForceAsync(more);
                return result.But(taken: result.Taken + more.Length);
            },
        },
        new("takes no duplicates when it is full")
        {
            Append = static async (store, operations, cancellationToken) => store.IsFull && !operations[0].Kind.IsErasure()
                ? new AppendResult { Taken = 0 }
                : await store.Inner.AppendAsync(operations, cancellationToken),
        },
        new("has no more room than at first")
        {
            Append = static async (store, operations, cancellationToken) =>
            {
                AppendResult result = store.Memory.Total >= store.Options.MaxCount && !operations[0].Kind.IsErasure()
                    ? new AppendResult { Taken = 0 }
                    : await store.Inner.AppendAsync(operations, cancellationToken);
                store.Memory.Total += result.Taken - result.Duplicates;
                return result;
            },
        },
        new("lets nothing go") { Configure = static options => options.WhenFull = StoreOverflow.Reject },
        Result("does not tell what it let go", static result => result.But(evicted: [])),
        new("lets parked events go")
        {
            Append = static async (store, operations, cancellationToken) =>
            {
                AppendResult result = await store.Inner.AppendAsync(operations, cancellationToken);
                if (result.Taken > 0 || operations.Count == 0 || store.Options.WhenFull is StoreOverflow.Reject)
                {
                    return result;
                }

                Operation[] parked = [.. (await store.AllParkedAsync()).Where(static one => one.Kind.IsEvent()).Take(1)];
                await store.DropAsync(parked);
                return (await store.Inner.AppendAsync(operations, cancellationToken)).But(evicted: parked);
            },
        },
        new("has no reserve for deletes")
        {
            Append = static async (store, operations, cancellationToken) =>
                store.IsFull && operations.Any(static one => one.Kind.IsErasure())
                    ? new AppendResult { Taken = 0 }
                    : await store.Inner.AppendAsync(operations, cancellationToken),
        },
        new("has no reserve of bytes for deletes")
        {
            Append = static async (store, operations, cancellationToken) =>
                store.Inner.GetStatistics().Bytes + (2 * operations.Sum(static one => one.Payload.Length)) > store.Options.MaxBytes
                    ? new AppendResult { Taken = 0 }
                    : await store.Inner.AppendAsync(operations, cancellationToken),
        },
        new("gives the reserve to all that is a barrier")
        {
            Append = static async (store, operations, cancellationToken) =>
            {
                AppendResult result = await store.Inner.AppendAsync(operations, cancellationToken);
                Operation[] more = [.. operations.Skip(result.Taken).TakeWhile(static one => one.Kind.IsBarrier())];
                await store.ForceAsync(more);
                return result.But(taken: result.Taken + more.Length);
            },
        },
        new("gives its room to dead letters")
        {
            Append = static async (store, operations, cancellationToken) =>
                (await store.LettersAsync()).Sum(static one => one.Operation.Payload.Length) >= store.Options.MaxBytes
                    ? new AppendResult { Taken = 0 }
                    : await store.Inner.AppendAsync(operations, cancellationToken),
        },
        new("loses every tenth")
        {
            Append = static async (store, operations, _) =>
            {
                AppendResult result = await store.AddAsync(operations.Where(static one => one.Position % 10 != 0));
                return operations.Any(static one => one.Position % 10 == 0) ? result.But(taken: operations.Count) : result;
            },
        },
        new("keeps a part before it gives up")
        {
            Append = static async (store, operations, cancellationToken) =>
            {
                if (cancellationToken.IsCancellationRequested)
                {
                    await store.AddAsync(operations[0]);
                }

                cancellationToken.ThrowIfCancellationRequested();
                return await store.Inner.AppendAsync(operations, cancellationToken);
            },
        },
    ];

    public static Flaw Result(string name, Func<AppendResult, AppendResult> alter) => new(name)
    {
        Append = async (store, operations, cancellationToken) =>
            alter(await store.Inner.AppendAsync(operations, cancellationToken)),
    };

    private static Flaw Altered(string name, Func<Operation, Operation> alter) => new(name)
    {
        Append = async (store, operations, cancellationToken) =>
            await store.Inner.AppendAsync([.. operations.Select(alter)], cancellationToken),
    };

    private static Flaw Stated(string name, Func<StoreStatistics, StoreStatistics> alter) => new(name)
    {
        Statistics = (_, statistics) => alter(statistics),
    };
}
