using CustomerIo.Resilience.Fallback;
using static CustomerIo.Resilience.Testing.Stores.Samples;
using static CustomerIo.Resilience.Testing.Stores.StoreExpectations;
using OperationKind = CustomerIo.Resilience.Fallback.OperationKind;

namespace CustomerIo.Resilience.Testing.Stores;

/// <summary>Rules about choosing dead letters, and counting them by reason and kind.</summary>
internal static class QueryRules
{
    private const RejectionReason Exhausted = RejectionReason.AttemptsExhausted;
    private const RejectionReason Refused = RejectionReason.RefusedByServer;

    private static readonly DeadLetter[] s_letters =
    [
        FromMemory(Make(1), Refused, rejectedAfter: 10),
        FromMemory(Make(2, Bob, OperationKind.Identify), Exhausted, rejectedAfter: 20),
        FromMemory(Make(3, Eve, OperationKind.Merge, second: Ada), Refused, rejectedAfter: 30),
        FromMemory(Make(4, Firm, OperationKind.IdentifyObject, named: [Ada]), Exhausted, rejectedAfter: 40),
        FromMemory(Make(5, Bob), Refused, rejectedAfter: 5),
    ];

    public static StoreRule[] All { get; } =
    [
        Rule("Dead letters are chosen by id", new DeadLetterQuery { Id = IdOf(3) }, 3),
        Rule("No dead letter is chosen by an id that there is none of", new DeadLetterQuery { Id = IdOf(30) }),
        Rule("Dead letters are chosen by reason", new DeadLetterQuery { Reason = Exhausted }, 2, 4),
        Rule("Dead letters are chosen by kind", new DeadLetterQuery { Kind = OperationKind.Event }, 1, 5),
        Rule("Dead letters are chosen by key, a merge by either, and not by a key that is only named", new DeadLetterQuery { Key = Ada }, 1, 3),
        Rule("Dead letters are chosen from a moment on", new DeadLetterQuery { RejectedFrom = Start.AddSeconds(20) }, 2, 3, 4),
        Rule("Dead letters are chosen before a moment", new DeadLetterQuery { RejectedBefore = Start.AddSeconds(20) }, 1, 5),
        Rule(
            "What chooses dead letters has to be true together",
            new DeadLetterQuery
            {
                Reason = Refused,
                Kind = OperationKind.Event,
                Key = Bob,
                RejectedFrom = Start,
                RejectedBefore = Start.AddSeconds(6),
            },
            5),
        new("ListDeadLettersAsync", "No more dead letters are listed than asked for", MaxCountAsync),
        new("GroupDeadLettersAsync", "Dead letters are counted by reason and kind, with the first and last moment", GroupAsync),
        new("GroupDeadLettersAsync", "Only the dead letters that are chosen are counted", GroupChosenAsync),
    ];

    private static StoreRule Rule(string sentence, DeadLetterQuery query, params int[] chosen) =>
        new("ListDeadLettersAsync", sentence, bench => QueryAsync(bench, query, chosen));

    private static async Task QueryAsync(StoreBench bench, DeadLetterQuery query, int[] chosen)
    {
        await bench.RefuseAsync(s_letters).ConfigureAwait(false);

        IReadOnlyList<DeadLetter> found = await bench.ListAsync(query).ConfigureAwait(false);

        ExpectList("chosen", chosen, found.Select(static letter => NumberOf(letter.Operation.Id)));
        IReadOnlyList<DeadLetterGroup> groups = await bench.GroupAsync(query).ConfigureAwait(false);
        Expect("counted", chosen.Length, groups.Sum(static group => group.Count));
        if (found.Count > 0)
        {
            DeadLetterQuery rest = new()
            {
                Id = query.Id,
                Reason = query.Reason,
                Kind = query.Kind,
                Key = query.Key,
                RejectedFrom = query.RejectedFrom,
                RejectedBefore = query.RejectedBefore,
                After = found[0].Number,
            };
            ExpectList(
                "chosen after the first",
                chosen[1..],
                (await bench.ListAsync(rest).ConfigureAwait(false)).Select(static letter => NumberOf(letter.Operation.Id)));
        }
    }

    private static async Task MaxCountAsync(StoreBench bench)
    {
        await bench.RefuseAsync(s_letters).ConfigureAwait(false);

        ExpectList(
            "the first three",
            [1, 2, 3],
            (await bench.ListAsync(maxCount: 3).ConfigureAwait(false)).Select(static letter => NumberOf(letter.Operation.Id)));
        ExpectList(
            "the first of a reason",
            [2],
            (await bench.ListAsync(new DeadLetterQuery { Reason = Exhausted }, maxCount: 1).ConfigureAwait(false))
                .Select(static letter => NumberOf(letter.Operation.Id)));
    }

    private static async Task GroupAsync(StoreBench bench)
    {
        Expect("groups without a dead letter", 0, (await bench.GroupAsync().ConfigureAwait(false)).Count);
        await bench.RefuseAsync(s_letters).ConfigureAwait(false);

        IReadOnlyList<DeadLetterGroup> groups = await bench.GroupAsync().ConfigureAwait(false);

        ExpectList(
            "groups",
            [
                Group(Refused, OperationKind.Event, 2, 5, 10),
                Group(Refused, OperationKind.Merge, 1, 30, 30),
                Group(Exhausted, OperationKind.Identify, 1, 20, 20),
                Group(Exhausted, OperationKind.IdentifyObject, 1, 40, 40),
            ],
            groups.OrderBy(static one => one.Reason).ThenBy(static one => one.Kind));
    }

    private static async Task GroupChosenAsync(StoreBench bench)
    {
        await bench.RefuseAsync(s_letters).ConfigureAwait(false);

        ExpectList(
            "groups of a reason",
            [Group(Exhausted, OperationKind.Identify, 1, 20, 20), Group(Exhausted, OperationKind.IdentifyObject, 1, 40, 40)],
            (await bench.GroupAsync(new DeadLetterQuery { Reason = Exhausted }).ConfigureAwait(false))
                .OrderBy(static one => one.Kind));
        ExpectList(
            "groups of a person",
            [Group(Refused, OperationKind.Event, 1, 5, 5)],
            await bench.GroupAsync(new DeadLetterQuery { Key = Bob, Reason = Refused }).ConfigureAwait(false));
    }

    private static DeadLetterGroup Group(RejectionReason reason, OperationKind kind, long count, int oldest, int newest) =>
        new(reason, kind, count, Start.AddSeconds(oldest), Start.AddSeconds(newest));
}
