using System.Text.Json;
using CustomerIo.Resilience.QuickStart.Operations;
using CustomerIo.Resilience.QuickStart.Reconciling;
using CustomerIo.Resilience.QuickStart.Sending;

namespace CustomerIo.Resilience.QuickStart.Tests;

public sealed class ReconciliationTests
{
    private static readonly OperationFile File = OperationFile.Read(
    [
        """{"op":"identify","person":"ada","attributes":{"plan":"free"}}""",
        """{"op":"track","person":"ada","event":"signed_up"}""",
        """{"op":"add_device","person":"ada","token":"phone","platform":"ios"}""",
        """{"op":"identify","person":"ada","attributes":{"plan":"pro"}}""",
        """{"op":"delete_device","person":"ada","token":"phone"}""",
        """{"op":"delete","person":"ada"}""",
        """{"op":"identify","person":"ada","attributes":{"plan":"team"}}""",
        """{"op":"add_device","person":"ada","token":"phone","platform":"ios"}""",
        """{"op":"track","person":"ada","event":"feature_used"}""",
    ]);

    [Fact]
    public void What_arrived_as_it_was_sent_is_clean()
    {
        Compare(Told(), [1, 2, 3, 4, 5, 6, 7, 8, 9]).IsClean.ShouldBeTrue();
    }

    [Fact]
    public void Repeats_without_effect_are_clean()
    {
        Compare(Told(), [1, 1, 2, -2, 3, 4, 5, 3, 4, 5, 6, 6, 7, 8, 9, 7, 8, -9]).IsClean.ShouldBeTrue();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    public void Each_delivered_line_that_is_not_at_the_server_is_lost(int line)
    {
        Findings findings = Compare(Told(), Enumerable.Range(1, 9).Where(other => other != line));

        findings.Lost.ShouldBe(1);
        findings.Details.ShouldHaveSingleItem().ShouldContain($"line {line} ");
        (findings.Duplicated, findings.Reordered).ShouldBe((0, 0));
    }

    [Fact]
    public void What_a_delete_overtook_in_the_store_is_erased_and_not_lost()
    {
        SentOperation[] sent = Told((3, DeliveryStatus.Stored), (4, DeliveryStatus.Queued), (5, DeliveryStatus.Stored));

        Findings findings = Compare(sent, [1, 2, 6, 7, 8, 9], rejected: 3);

        findings.IsClean.ShouldBeTrue(string.Join('\n', findings.Details));
        findings.Erased.ShouldBe([3, 4, 5], ignoreOrder: true);
    }

    [Fact]
    public void Of_two_operations_that_are_alike_the_erased_one_is_not_taken_for_the_other()
    {
        OperationFile file = OperationFile.Read(
        [
            """{"op":"add_device","person":"ada","token":"phone","platform":"ios"}""",
            """{"op":"track","person":"ada","event":"signed_up"}""",
            """{"op":"add_device","person":"ada","token":"phone","platform":"ios"}""",
            """{"op":"delete","person":"ada"}""",
        ]);
        SentOperation[] sent =
        [
            new(file.Operations[0], DeliveryResult.Delivered(default)),
            new(file.Operations[1], DeliveryResult.Queued(default)),
            new(file.Operations[2], DeliveryResult.Stored(default)),
            new(file.Operations[3], DeliveryResult.Stored(default)),
        ];
        Observation observed = new(
            [
                new ObservedOperation(1, "ada", FileOperationKind.AddDevice, Line: null, "phone", HadEffect: true),
                new ObservedOperation(2, "ada", FileOperationKind.Delete, Line: null, Token: null, HadEffect: true),
            ],
            new Dictionary<string, ObservedPerson>());

        Findings findings = Reconciliation.Compare(sent, observed, rejected: 2);

        findings.IsClean.ShouldBeTrue(string.Join('\n', findings.Details));
        findings.Erased.ShouldBe([2, 3], ignoreOrder: true);
    }

    [Fact]
    public void A_delete_excuses_no_more_than_the_library_says_it_gave_up()
    {
        SentOperation[] sent = Told((3, DeliveryStatus.Stored), (4, DeliveryStatus.Queued), (5, DeliveryStatus.Stored));

        Compare(sent, [1, 2, 6, 7, 8, 9], rejected: 2).Lost.ShouldBe(1);
    }

    [Fact]
    public void What_was_stored_after_the_last_delete_has_no_excuse()
    {
        Compare(Told((9, DeliveryStatus.Stored)), [1, 2, 3, 4, 5, 6, 7, 8], rejected: 1).Lost.ShouldBe(1);
    }

    [Fact]
    public void An_event_that_takes_effect_again_is_duplicated_each_time()
    {
        Findings findings = Compare(Told(), [1, 2, 2, 2, 3, 4, 5, 6, 7, 8, 9]);

        (findings.Lost, findings.Duplicated, findings.Reordered).ShouldBe((0, 2, 0));
    }

    [Theory]
    [InlineData(1, 2, 1, 3, 4, 5, 6, 7, 8, 9)]
    [InlineData(2, 1, 4, 2, 3, 5, 6, 7, 8, 9)]
    [InlineData(1, 1, 2, 3, 4, 5, 7, 6, 8, 9)]
    [InlineData(8, 2, 3, 4, 5, 6, 7, 8, 9, 1)]
    public void Every_pair_the_wrong_way_round_is_counted(int expected, params int[] order)
    {
        Findings findings = Compare(Told(), order);

        findings.Reordered.ShouldBe(expected);
        (findings.Lost, findings.Duplicated).ShouldBe((0, 0));
    }

    [Fact]
    public void A_person_who_is_not_as_the_file_says_counts_as_lost()
    {
        int[] all = [1, 2, 3, 4, 5, 6, 7, 8, 9];
        ObservedPerson right = StateOfFile()["ada"];
        ObservedPerson otherPlan = right with { Attributes = Attributes("free", line: 7) };
        ObservedPerson noDevice = right with { Devices = new Dictionary<string, int>() };
        ObservedPerson olderDevice = right with { Devices = new Dictionary<string, int> { ["phone"] = 3 } };

        foreach (ObservedPerson wrong in (ObservedPerson[])[otherPlan, noDevice, olderDevice])
        {
            Compare(Told(), all, new() { ["ada"] = wrong }).Lost.ShouldBe(1);
        }

        Compare(Told(), all, []).Lost.ShouldBe(1);
    }

    [Fact]
    public void A_person_who_was_deleted_and_is_there_counts_as_lost()
    {
        Compare([.. Told().Take(6)], [1, 2, 3, 4, 5, 6], StateOfFile()).Lost.ShouldBe(1);
    }

    [Fact]
    public void What_the_library_refused_is_not_expected_at_the_server()
    {
        SentOperation[] sent = Told();
        sent[8] = sent[8] with { Result = DeliveryResult.Rejected(default, RejectionReason.QueueFull) };

        Compare(sent, [1, 2, 3, 4, 5, 6, 7, 8]).IsClean.ShouldBeTrue();
    }

    /// <summary>The file's lines, delivered all but those named.</summary>
    private static SentOperation[] Told(params (int Line, DeliveryStatus Status)[] others) =>
    [
        .. File.Operations.Select(operation => new SentOperation(
            operation,
            others.FirstOrDefault(other => other.Line == operation.Line) is (> 0, DeliveryStatus status)
                ? status is DeliveryStatus.Stored ? DeliveryResult.Stored(default) : DeliveryResult.Queued(default)
                : DeliveryResult.Delivered(default))),
    ];

    /// <summary>Compares with a server that applied these lines in this order; negative ones without effect.</summary>
    private static Findings Compare(
        SentOperation[] sent, IEnumerable<int> order, Dictionary<string, ObservedPerson>? state = null, long rejected = 0)
    {
        ObservedOperation[] applied = [.. order.Select(static (line, index) => Applied(index + 1, line))];
        return Reconciliation.Compare(sent, new Observation(applied, state ?? StateOfFile()), rejected);
    }

    private static ObservedOperation Applied(long position, int line)
    {
        FileOperation operation = File.Operations[Math.Abs(line) - 1];
        bool carriesLine = operation.Kind is FileOperationKind.Identify or FileOperationKind.Track;
        string? token = operation.Token.Length == 0 ? null : operation.Token;
        return new ObservedOperation(
            position, operation.Person, operation.Kind, carriesLine ? operation.Line : null, token, HadEffect: line > 0);
    }

    private static Dictionary<string, ObservedPerson> StateOfFile() => new()
    {
        ["ada"] = new ObservedPerson(Attributes("team", line: 7), new Dictionary<string, int> { ["phone"] = 8 }),
    };

    private static Dictionary<string, JsonElement> Attributes(string plan, int line) => new()
    {
        ["plan"] = JsonElement.Parse($"\"{plan}\""),
        ["line"] = JsonElement.Parse($"{line}"),
    };
}
