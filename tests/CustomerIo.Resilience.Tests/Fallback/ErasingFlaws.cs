using CustomerIo.Resilience.Fallback;
using static CustomerIo.Resilience.Fallback.OperationKinds;
using OperationKind = CustomerIo.Resilience.Fallback.OperationKind;

namespace CustomerIo.Resilience.Tests.Fallback;

/// <summary>Flaws of deletes and suppressions.</summary>
internal static class ErasingFlaws
{
    public static Flaw[] All { get; } =
    [
        WaitingFlaws.Result("does not tell what it erased", static result => result.But(erased: [])),
        WaitingFlaws.Result("does not tell which dead letters it erased", static result => result.But(erasedLetters: 0)),
        Spares("erases nothing", static (_, _) => true),
        Spares("erases no object operation that has failed", static (one, delete) =>
            !one.Owns(delete.Key) && one.Parked is { HasFailed: true }),
        Spares("erases nothing behind one that has failed", static (one, _) => one.Parked is { HasFailed: false } && one.NamedKeys.Count > 0),
        Spares("erases nothing that came with the delete", static (_, _) => true, isAboutCall: true),
        Spares("takes a suppress for no delete", static (_, delete) => delete.Kind is OperationKind.Suppress),
        Takes("erases everybody's", static one => one.IsErasure(), static (one, delete) =>
            one.Position < delete.Position && one.Kind.IsErasable()),
        Takes("takes an unsuppress for a delete", static kind => kind is OperationKind.Unsuppress, static (one, delete) =>
            one.Position < delete.Position && one.Owns(delete.Key) && one.Kind.IsErasable()),
        Takes("takes a merge for a delete", static kind => kind is OperationKind.Merge, static (one, delete) =>
            one.Position < delete.Position && one.Owns(delete.Key) && one.Kind.IsErasable()),
        Takes("erases all kinds", static kind => kind.IsErasure(), static (one, delete) =>
            one.Position < delete.Position && one.Owns(delete.Key)),
        Takes("erases what is newer", static kind => kind.IsErasure(), static (one, delete) =>
            one.Position > delete.Position && one.Owns(delete.Key)),
        Takes("erases all that names the person", static kind => kind.IsErasure(), static (one, delete) =>
            one.Position < delete.Position && one.Names(delete.Key)),
        Takes("erases what is newer and names the person", static kind => kind.IsErasure(), static (one, delete) =>
            one.Position > delete.Position && one.Names(delete.Key)),
        Takes("erases all behind one that has failed", static kind => kind.IsErasure(), static (one, _) =>
            one.Parked is { HasFailed: false } && one.Kind is OperationKind.IdentifyObject),
        Takes("erases what has failed and names anybody", static kind => kind.IsErasure(), static (one, _) =>
            one.Parked is { HasFailed: true } && one.NamedKeys.Count > 0),
        new("erases the lane too")
        {
            Append = static async (store, operations, cancellationToken) =>
            {
                AppendResult result = await store.Inner.AppendAsync(operations, cancellationToken);
                foreach (Operation delete in Erasures(operations))
                {
                    await store.DropAsync((await store.LaneOfAsync(delete)).Where(one =>
                        one.Position < delete.Position && one.Owns(delete.Key)));
                }

                return result;
            },
        },
        Letters("erases no dead letter that names the person", static (one, delete) => one.Names(delete.Key)),
        Letters("erases no dead letter of a merge into the person", static (one, delete) =>
            string.Equals(one.SecondKey, delete.Key, StringComparison.Ordinal)),
        Letters("erases no refused delete", static (one, _) => one.Kind.IsErasure()),
        new("erases the dead letters of everybody")
        {
            Append = static async (store, operations, cancellationToken) =>
            {
                AppendResult result = await store.Inner.AppendAsync(operations, cancellationToken);
                if (Erasures(operations).Any())
                {
                    await store.Inner.RemoveDeadLettersAsync(
                        [.. (await store.LettersAsync()).Select(static one => one.Operation.Id)], default);
                }

                return result;
            },
        },
        new("erases before it asks for room")
        {
            Append = static async (store, operations, cancellationToken) =>
            {
                AppendResult result = await store.Inner.AppendAsync(operations, cancellationToken);
                foreach (Operation delete in Erasures(operations.Skip(result.Taken)))
                {
                    await store.DropAsync((await store.ParkedAsync(delete.Key)).Where(static one => one.Kind.IsErasable()));
                }

                return result;
            },
        },
        new("erases once more when a delete comes again")
        {
            Append = static async (store, operations, cancellationToken) =>
            {
                AppendResult result = await store.Inner.AppendAsync(operations, cancellationToken);
                foreach (Operation delete in Erasures(operations.Where(_ => result.Duplicates > 0)))
                {
                    await store.DropAsync((await store.ParkedAsync(delete.Key)).Where(static one => one.Kind.IsErasable()));
                }

                return result;
            },
        },
        new("leaves the operation of a dead letter that it drops")
        {
            Apply = static async (store, changes, _) =>
            {
                List<DeadLetter> kept = [];
                foreach (DeadLetter letter in changes.DeadLetters)
                {
                    if (await ErasedBelowAsync(store, letter.Operation.Key) <= letter.Operation.Position)
                    {
                        kept.Add(letter);
                    }
                }

                return await store.ChangeAsync(changes.But(letters: kept));
            },
        },
        new("drops every dead letter of somebody whose delete is parked")
        {
            Apply = static async (store, changes, _) =>
            {
                List<Ulid> dropped = [];
                foreach (DeadLetter letter in changes.DeadLetters)
                {
                    if (await ErasedBelowAsync(store, letter.Operation.Key) > 0)
                    {
                        dropped.Add(letter.Operation.Id);
                    }
                }

                ChangeResult result = await store.ChangeAsync(changes);
                await store.Inner.RemoveDeadLettersAsync(dropped, default);
                return result;
            },
        },
        new("drops every dead letter of somebody who was deleted once")
        {
            Append = static async (store, operations, cancellationToken) =>
            {
                foreach (Operation delete in Erasures(operations))
                {
                    store.Memory.Marked.TryAdd(delete.Key, 0);
                }

                return await store.Inner.AppendAsync(operations, cancellationToken);
            },
            Apply = static async (store, changes, _) => await store.ChangeAsync(changes.But(
                letters: changes.DeadLetters.Where(one => !store.Memory.Marked.ContainsKey(one.Operation.Key)))),
        },
    ];

    private static IEnumerable<Operation> Erasures(IEnumerable<Operation> operations) =>
        operations.Where(static one => one.Kind.IsErasure());

    private static async Task<long> ErasedBelowAsync(FlawedStore store, string key) => (await store.ParkedAsync(key))
        .Where(static one => one.Kind.IsErasure()).Select(static one => one.Position).DefaultIfEmpty().Max();

    /// <summary>Leaves some that a delete takes with it.</summary>
    private static Flaw Spares(string name, Func<Operation, Operation, bool> spares, bool isAboutCall = false) => new(name)
    {
        Append = async (store, operations, cancellationToken) =>
        {
            AppendResult result = await store.Inner.AppendAsync(operations, cancellationToken);
            Operation[] spared =
            [
                .. result.Erased.Where(one => (!isAboutCall || operations.Any(one.IsSameAs))
                    && Erasures(operations).Any(delete => spares(one, delete))),
            ];
            await store.AddAsync(spared);
            return spared.Length == 0 ? result : result.But(erased: [.. result.Erased.Except(spared)]);
        },
    };

    /// <summary>Takes more than a delete takes with it, or for something that is none.</summary>
    private static Flaw Takes(string name, Func<OperationKind, bool> isMeant, Func<Operation, Operation, bool> takes) => new(name)
    {
        Append = async (store, operations, cancellationToken) =>
        {
            AppendResult result = await store.Inner.AppendAsync(operations, cancellationToken);
            List<Operation> taken = [];
            foreach (Operation delete in operations.Where(one => isMeant(one.Kind)))
            {
                taken.AddRange((await store.AllParkedAsync()).Where(one =>
                    takes(one, delete) && !operations.Any(one.IsSameAs)));
            }

            await store.DropAsync(taken);
            return taken.Count == 0 ? result : result.But(erased: [.. result.Erased, .. taken]);
        },
    };

    /// <summary>Goes on showing some dead letters that a delete takes with it.</summary>
    private static Flaw Letters(string name, Func<Operation, Operation, bool> spares) => new(name)
    {
        Append = async (store, operations, cancellationToken) =>
        {
            IReadOnlyList<DeadLetter> before = await store.LettersAsync();
            AppendResult result = await store.Inner.AppendAsync(operations, cancellationToken);
            HashSet<Ulid> left = [.. (await store.LettersAsync()).Select(static one => one.Operation.Id)];
            store.Memory.Letters.AddRange(before.Where(one =>
                !left.Contains(one.Operation.Id) && Erasures(operations).Any(delete => spares(one.Operation, delete))));
            return result;
        },
        List = static async (store, query, count) =>
        [
            .. (await store.LettersAsync(query)).Concat(store.Memory.Letters.Where(query.Matches))
                .OrderBy(static one => one.Number).Take(count),
        ],
    };
}
