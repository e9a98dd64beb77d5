using CustomerIo.Resilience.Fallback;
using static CustomerIo.Resilience.Fallback.OperationKinds;

namespace CustomerIo.Resilience.Tests.Fallback;

/// <summary>Flaws of keeping, listing, counting and removing dead letters.</summary>
internal static class DeadLetterFlaws
{
    public static Flaw[] All { get; } =
    [
        ChangingFlaws.Altered("keeps no dead letter from memory", static (_, changes) => changes.But(
            letters: changes.DeadLetters.Where(static one => one.Operation.Position > 0))),
        Listed("forgets errors", static one => new DeadLetter
        {
            Operation = one.Operation, Reason = one.Reason, Attempts = one.Attempts, RejectedAt = one.RejectedAt, Number = one.Number,
        }),
        Listed("tells the reason wrong", static one => new DeadLetter
        {
            Operation = one.Operation,
            Reason = RejectionReason.RefusedByServer,
            Attempts = one.Attempts,
            RejectedAt = one.RejectedAt,
            Number = one.Number,
            Error = one.Error,
        }),
        Listed("lets dead letters keep a place", static one => one.With(one.Operation.With(position: 1))),
        new("keeps the payload of the call for a dead letter")
        {
            Apply = static async (store, changes, _) =>
            {
                ChangeResult result = await store.ChangeAsync(changes);
                DeadLetter[] unreadable = [.. changes.DeadLetters.Where(static one => one.Operation.IsUnreadable)];
                await store.Inner.RemoveDeadLettersAsync([.. unreadable.Select(static one => one.Operation.Id)], default);
                await store.ChangeAsync(new StoreChanges
                {
                    DeadLetters = [.. unreadable.Select(static one => one.With(one.Operation.WithoutPlace(one.Operation.Payload)))],
                });
                return result;
            },
        },
        Pages("lists by id", static page => page.OrderBy(static one => one.Operation.Id)),
        Pages("lists by the time of the rejection", static page => page.OrderBy(static one => one.RejectedAt)),
        Pages("lists the newest first", static page => page.Reverse()),
        new("removes what it lists")
        {
            List = static async (store, query, count) =>
            {
                IReadOnlyList<DeadLetter> page = await store.Inner.ListDeadLettersAsync(query, count, default);
                await store.Inner.RemoveDeadLettersAsync([.. page.Select(static one => one.Operation.Id)], default);
                return page;
            },
        },
        new("numbers dead letters anew for each list")
        {
            List = static async (store, query, count) =>
            [
                .. (await store.LettersAsync())
                    .Select(static (one, index) => one.Numbered(index + 1))
                    .Where(query.Matches)
                    .Take(count),
            ],
        },
        new("removes nothing") { Remove = static (store, ids) => Task.FromResult(0) },
        new("tells that it removed what it was told")
        {
            Remove = static async (store, ids) =>
            {
                await store.Inner.RemoveDeadLettersAsync(ids, default);
                return ids.Count;
            },
        },
        new("removes no refused delete")
        {
            Remove = static async (store, ids) => await store.Inner.RemoveDeadLettersAsync(
                [.. (await store.LettersAsync()).Where(static one => !one.Operation.Kind.IsErasure()).Select(static one => one.Operation.Id).Intersect(ids)],
                default),
        },
        Asked("chooses no dead letter by id", static query => query.But(id: false)),
        Asked("chooses by no reason", static query => query.But(reason: false)),
        Asked("chooses by no kind", static query => query.But(kind: false)),
        Asked("chooses by no key", static query => query.But(key: false)),
        Asked("chooses from no moment on", static query => query.But(from: false)),
        Asked("chooses before no moment", static query => query.But(before: false)),
        Asked("knows no pages", static query => query.But(after: false)),
        Chosen("takes a named key for an own one", static (query, letter) =>
            query.Key is not null && letter.Operation.Names(query.Key)),
        Chosen("chooses up to a moment", static (query, letter) => letter.RejectedAt == query.RejectedBefore),
        Chosen("is content with one thing that is true", static (query, letter) =>
            (query.Kind is not null || query.Key is not null) && letter.Number > query.After
            && (letter.Operation.Kind == query.Kind || letter.Reason == query.Reason)),
        new("does not choose a merge by its other key")
        {
            List = static async (store, query, count) =>
            [
                .. (await store.Inner.ListDeadLettersAsync(query, count, default))
                    .Where(one => query.Key is null || string.Equals(one.Operation.Key, query.Key, StringComparison.Ordinal)),
            ],
        },
        new("chooses after a moment")
        {
            List = static async (store, query, count) =>
            [
                .. (await store.Inner.ListDeadLettersAsync(query, count, default))
                    .Where(one => one.RejectedAt != query.RejectedFrom),
            ],
        },
        new("lists more than it was asked for")
        {
            List = static async (store, query, _) => await store.LettersAsync(query),
        },
        new("counts all dead letters, chosen or not")
        {
            Group = static async (store, _) => await store.Inner.GroupDeadLettersAsync(new DeadLetterQuery(), default),
        },
        new("counts by reason alone")
        {
            Group = static async (store, query) =>
            [
                .. (await store.Inner.GroupDeadLettersAsync(query, default)).GroupBy(static one => one.Reason)
                    .Select(static one => one.First() with { Count = one.Sum(static group => group.Count) }),
            ],
        },
        new("takes the first moment for the last")
        {
            Group = static async (store, query) =>
                [.. (await store.Inner.GroupDeadLettersAsync(query, default)).Select(static one => one with { NewestAt = one.OldestAt })],
        },
        new("has no bound for the number of dead letters") { Configure = static options => options.MaxDeadLetters = int.MaxValue },
        new("has no bound for the bytes of dead letters") { Configure = static options => options.MaxDeadLetterBytes = long.MaxValue },
        new("keeps dead letters for ever") { Configure = static options => options.DeadLetterRetention = TimeSpan.FromDays(3650) },
        new("lets the newest dead letter go")
        {
            Apply = static async (store, changes, _) => await store.ChangeAsync(changes.But(
                letters: changes.DeadLetters.Take((int)(store.Options.MaxDeadLetters - store.Inner.GetStatistics().DeadLetters)))),
        },
        new("lets refused deletes go")
        {
            Apply = static async (store, changes, _) =>
            {
                ChangeResult result = await store.ChangeAsync(changes);
                IReadOnlyList<DeadLetter> letters = await store.LettersAsync();
                await store.Inner.RemoveDeadLettersAsync(
                    [.. letters.Take(letters.Count - store.Options.MaxDeadLetters).Select(static one => one.Operation.Id)], default);
                return result;
            },
        },
        new("counts dead letters that have gone")
        {
            Apply = static async (store, changes, _) =>
            {
                store.Memory.Total += changes.DeadLetters.Count;
                ChangeResult result = await store.ChangeAsync(changes);
                IReadOnlyList<DeadLetter> letters = await store.LettersAsync();
                Ulid[] dropped =
                [
                    .. letters.Where(static one => !one.Operation.Kind.IsErasure())
                        .Take(Math.Min(store.Memory.Total - store.Options.MaxDeadLetters, letters.Count))
                        .Select(static one => one.Operation.Id),
                ];
                await store.Inner.RemoveDeadLettersAsync(dropped, default);
                return result with { Dropped = result.Dropped + dropped.Length };
            },
        },
    ];

    private static Flaw Listed(string name, Func<DeadLetter, DeadLetter> alter) => Pages(name, page => page.Select(alter));

    private static Flaw Pages(string name, Func<IEnumerable<DeadLetter>, IEnumerable<DeadLetter>> alter) => new(name)
    {
        List = async (store, query, count) => [.. alter(await store.Inner.ListDeadLettersAsync(query, count, default))],
    };

    private static Flaw Asked(string name, Func<DeadLetterQuery, DeadLetterQuery> alter) => new(name)
    {
        List = async (store, query, count) => await store.Inner.ListDeadLettersAsync(alter(query), count, default),
    };

    private static Flaw Chosen(string name, Func<DeadLetterQuery, DeadLetter, bool> isChosenToo) => new(name)
    {
        List = async (store, query, count) =>
            [.. (await store.LettersAsync()).Where(one => query.Matches(one) || isChosenToo(query, one)).Take(count)],
    };
}
