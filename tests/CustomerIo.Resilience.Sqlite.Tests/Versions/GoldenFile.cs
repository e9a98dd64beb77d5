using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Tests.Support;

namespace CustomerIo.Resilience.Sqlite.Tests.Versions;

/// <summary>
/// A file as version 2 of the schema wrote it. It is never written anew while that version is one that users may have: a change
/// that makes these tests fail needs a new version and a migration, not a new file.
/// </summary>
/// <remarks>
/// To write it before the first release: CUSTOMERIO_WRITE_GOLDEN=1 and run the tests of this folder. The file is written where
/// the sources are.
/// </remarks>
internal static class GoldenFile
{
    private static readonly DateTimeOffset Start = new(2026, 3, 29, 1, 59, 59, TimeSpan.Zero);

    private static readonly string Ada = Sample.Key(0, 1);
    private static readonly string Bob = Sample.Key(1, 2);
    private static readonly string Acme = Sample.Key(2, 3);

    public static string Path => PathOf("v2.db");

    /// <summary>A file of the version before, which was never released.</summary>
    public static string EarlierPath => PathOf("v1.db");

    public static bool IsToBeWritten => Environment.GetEnvironmentVariable("CUSTOMERIO_WRITE_GOLDEN") == "1";

    /// <summary>What waits on lanes, lane by lane, then what is parked.</summary>
    public static IReadOnlyList<Operation> Operations { get; } =
    [
        Make(1, OperationKind.Identify, Ada, """{"type":"person","identifiers":{"id":"ada"}}"""),
        Make(4, OperationKind.Merge, Ada, """{"type":"person","action":"merge"}""", secondKey: Bob),
        Make(2, OperationKind.Event, Bob, """{"name":"größe","text":"日本 🎉"}"""),
        Make(long.MaxValue - 1, OperationKind.AnonymousEvent, Bob, new string('x', 9_000)),
        Make(6, OperationKind.IdentifyObject, Acme, """{"type":"object"}""", names: [Ada, Bob]),
        Make(9, OperationKind.Delete, Ada, """{"type":"person","action":"delete"}""", new ParkedState(HasFailed: false)),
        Make(7, OperationKind.IdentifyObject, Acme, """{"type":"object","n":2}""", new ParkedState(true, 3, Start), names: [Bob]),
        Make(8, OperationKind.Merge, Acme, """{"type":"person","action":"merge"}""", new ParkedState(true, 1, Start), Bob),
    ];

    public static IReadOnlyList<DeadLetter> DeadLetters { get; } =
    [
        Refuse(Make(0, OperationKind.AddDevice, Bob, """{"device":{"token":"t"}}"""), null),
        Refuse(
            Make(0, OperationKind.Screen, Acme, """{"name":"Start"}""", names: [Bob]),
            new CustomerIoError("kein gültiger Name", "invalid", null, 4)),
    ];

    public static string Text(IEnumerable<Operation> operations, IEnumerable<DeadLetter> letters) => string.Join(
        '\n',
        [
            .. operations.OrderBy(static one => one.Position).Select(Sample.TextOf),
            .. letters.Select(static letter => $"{letter.Number} {Sample.TextOf(letter)}"),
        ]);

    private static string PathOf(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "Golden", name);

    private static Operation Make(
        long position,
        OperationKind kind,
        string key,
        string payload,
        ParkedState? parked = null,
        string? secondKey = null,
        string[]? names = null) => new()
        {
            Id = Ulid.Parse($"01JQ5T9ZZZ00000000000{(int)kind:D2}0{position % 100:D2}"),
            Position = position,
            Kind = kind,
            Key = key,
            SecondKey = secondKey,
            NamedKeys = names ?? [],
            OccurredAt = Start.AddTicks(position % 1_000),
            Payload = System.Text.Encoding.UTF8.GetBytes(payload),
            Parked = parked,
        };

    private static DeadLetter Refuse(Operation operation, CustomerIoError? error) => new()
    {
        Operation = operation,
        Reason = RejectionReason.RefusedByServer,
        Error = error,
        Attempts = 2,
        RejectedAt = Start.AddHours(1),
    };
}
