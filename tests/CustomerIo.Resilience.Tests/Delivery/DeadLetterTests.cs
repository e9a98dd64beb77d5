using System.Text;
using System.Text.Json;
using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Testing;
using CustomerIo.Resilience.Tests.Support;

namespace CustomerIo.Resilience.Tests.Delivery;

public sealed class DeadLetterTests
{
    private static readonly DeadLetterFilter Ada = new() { Person = "ada" };

    [Fact]
    public async Task They_are_read_in_pages_and_by_filter()
    {
        await using Workbench bench = await WithLettersAsync(ada: 5, bob: 3);

        IReadOnlyList<DeadLetter> first = await bench.DeadLetters.ListPageAsync(0, 3, Ada);
        IReadOnlyList<DeadLetter> second = await bench.DeadLetters.ListPageAsync(first[^1].Number, 3, Ada);

        (first.Count, second.Count).ShouldBe((3, 2));
        first.Concat(second).Select(static letter => letter.Operation.Id).ShouldBe(
            (await bench.DeadLettersAsync()).Where(Ada.ToQuery(after: 0).Matches).Select(static letter => letter.Operation.Id));
        (await bench.DeadLetters.ListPageAsync(second[^1].Number, 3, Ada)).ShouldBeEmpty();
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => bench.DeadLetters.ListPageAsync(0, 0));
    }

    [Fact]
    public async Task A_filter_means_everything_it_says()
    {
        await using Workbench bench = await WithLettersAsync(ada: 1, bob: 0);
        DeadLetter letter = (await bench.DeadLettersAsync()).Single();

        Chooses(new DeadLetterFilter(), letter).ShouldBeTrue();
        DeadLetterFilter everything = new()
        {
            Kind = OperationKind.Event,
            Reason = RejectionReason.RefusedByServer,
            Person = "ada",
            RejectedFrom = letter.RejectedAt,
            RejectedBefore = letter.RejectedAt.AddTicks(1),
        };
        Chooses(everything, letter).ShouldBeTrue();
        Chooses(new DeadLetterFilter { Kind = OperationKind.Identify }, letter).ShouldBeFalse();
        Chooses(new DeadLetterFilter { Reason = RejectionReason.AttemptsExhausted }, letter).ShouldBeFalse();
        Chooses(new DeadLetterFilter { Person = PersonId.Email("ada@example.com") }, letter).ShouldBeFalse();
        Chooses(new DeadLetterFilter { RejectedFrom = letter.RejectedAt.AddTicks(1) }, letter).ShouldBeFalse();
        Chooses(new DeadLetterFilter { RejectedBefore = letter.RejectedAt }, letter).ShouldBeFalse();
    }

    [Fact]
    public async Task One_is_found_by_its_id_and_nothing_else_is()
    {
        await using Workbench bench = await WithLettersAsync(ada: 2, bob: 1);
        IReadOnlyList<DeadLetter> letters = await bench.DeadLettersAsync();

        foreach (DeadLetter letter in letters)
        {
            (await bench.DeadLetters.FindAsync(letter.Operation.Id))!.Number.ShouldBe(letter.Number);
        }

        byte[] next = new byte[Ulid.ByteLength];
        letters[0].Operation.Id.WriteBytes(next);
        next[^1]++;
        (await bench.DeadLetters.FindAsync(Ulid.FromBytes(next))).ShouldBeNull();
        (await bench.DeadLetters.FindAsync(default)).ShouldBeNull();
    }

    [Fact]
    public async Task A_filter_replays_and_removes()
    {
        await using Workbench bench = await WithLettersAsync(ada: 3, bob: 2);

        ReplayResult replayed = await bench.DeadLetters.ReplayAsync(Ada);
        await bench.SettleAsync();
        long removed = await bench.DeadLetters.RemoveAsync(new DeadLetterFilter { Person = "bob" });

        replayed.ShouldBe(new ReplayResult(3, 0));
        removed.ShouldBe(2);
        bench.Simulator.EventsOf("ada").Count.ShouldBe(3);
        bench.Simulator.EventsOf("bob").ShouldBeEmpty();
        (await bench.DeadLettersAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task They_are_exported_a_line_each()
    {
        await using Workbench bench = await WithLettersAsync(ada: 1, bob: 1);
        using MemoryStream output = new();

        long lines = await bench.DeadLetters.ExportAsync(output, Ada);

        lines.ShouldBe(1);
        string text = Encoding.UTF8.GetString(output.ToArray());
        text.ShouldEndWith("}\n");
        JsonElement line = JsonDocument.Parse(text).RootElement;
        DeadLetter letter = (await bench.DeadLettersAsync()).Single(Ada.ToQuery(after: 0).Matches);
        line.GetProperty("id").GetString().ShouldBe(letter.Operation.Id.ToString());
        line.GetProperty("kind").GetString().ShouldBe("Event");
        line.GetProperty("key").GetString().ShouldBe("id:ada");
        line.GetProperty("occurred_at").GetDateTimeOffset().ShouldBe(letter.Operation.OccurredAt);
        line.GetProperty("rejected_at").GetDateTimeOffset().ShouldBe(letter.RejectedAt);
        line.GetProperty("reason").GetString().ShouldBe("RefusedByServer");
        line.GetProperty("attempts").GetInt32().ShouldBe(1);
        line.GetProperty("error").GetProperty("message").GetString().ShouldBe(letter.Error!.Message);
        line.GetProperty("payload").GetProperty("name").GetString().ShouldBe("step");
    }

    [Fact]
    public async Task A_replayed_merge_holds_both_people_again()
    {
        await using Workbench bench = await Workbench.StartAsync(Quick.Recovery);
        (await bench.Client.IdentifyAsync("ada")).Status.ShouldBe(DeliveryStatus.Delivered);
        (await bench.Client.IdentifyAsync(PersonId.Email("ada@example.com"))).Status.ShouldBe(DeliveryStatus.Delivered);
        bench.Simulator.Faults.Next(Fault.Status(400));
        DeliveryResult refused = await bench.Client.MergeAsync("ada", PersonId.Email("ada@example.com"));
        refused.Reason.ShouldBe(RejectionReason.RefusedByServer);
        Task<DeliveryResult>[] before =
        [
            .. Enumerable.Range(0, 50).Select(_ => bench.Client.TrackAsync(PersonId.Email("ada@example.com"), "before")),
        ];

        (await bench.DeadLetters.ReplayAsync(refused.OperationId))!.Value.IsAccepted.ShouldBeTrue();
        await bench.SettleAsync();

        (await Task.WhenAll(before)).ShouldAllBe(static result => result.Status == DeliveryStatus.Delivered);
        bench.Simulator.EventsOf("ada").Count.ShouldBe(50);
    }

    [Fact]
    public async Task Erasing_is_suppressing()
    {
        await using Workbench bench = await Workbench.StartAsync(Quick.Recovery);
        await bench.Client.IdentifyAsync("eve");

        (await bench.Client.EraseAsync("eve")).Status.ShouldBe(DeliveryStatus.Delivered);
        await bench.Client.IdentifyAsync("eve");

        bench.Simulator.Person("eve").ShouldBeNull();
    }

    private static bool Chooses(DeadLetterFilter filter, DeadLetter letter) => filter.ToQuery(after: 0).Matches(letter);

    private static async Task<Workbench> WithLettersAsync(int ada, int bob)
    {
        Workbench bench = await Workbench.StartAsync(Quick.Recovery);
        bench.Simulator.Faults.When("/", Fault.RejectItems(0), times: ada + bob);
        for (int number = 0; number < ada + bob; number++)
        {
            DeliveryResult result = await bench.Client.TrackAsync(number < ada ? "ada" : "bob", "step");
            result.Reason.ShouldBe(RejectionReason.RefusedByServer);
        }

        return bench;
    }
}
