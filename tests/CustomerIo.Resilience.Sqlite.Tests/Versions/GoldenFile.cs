using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Tests.Support;

namespace CustomerIo.Resilience.Sqlite.Tests.Versions;

/// <summary>
/// A file as version 1 of the schema wrote it. It is never written anew while that version is one that users may have: a change
/// that makes these tests fail needs a new version and a migration, not a new file.
/// </summary>
/// <remarks>
/// To write it before the first release: CUSTOMERIO_WRITE_GOLDEN=1 and run the tests of this folder. The file is written where
/// the sources are.
/// </remarks>
internal static class GoldenFile
{
    public const int Lanes = 4;

    private static readonly DateTimeOffset Start = new(2026, 3, 29, 1, 59, 59, TimeSpan.Zero);

    public static string Path => System.IO.Path.Combine(AppContext.BaseDirectory, "Golden", "v1.db");

    public static bool IsToBeWritten => Environment.GetEnvironmentVariable("CUSTOMERIO_WRITE_GOLDEN") == "1";

    /// <summary>What waits, by lane and sequence.</summary>
    public static IReadOnlyList<Operation> Operations { get; } =
    [
        Make(0, 1, OperationKind.Identify, "id:ada", """{"type":"person","identifiers":{"id":"ada"}}"""),
        Make(0, 4, OperationKind.Merge, "id:ada", """{"type":"person","action":"merge"}""", peerLane: 2),
        Make(0, 9, OperationKind.Delete, "id:ada", """{"type":"person","action":"delete"}"""),
        Make(1, 2, OperationKind.Event, "id:grüße-日本-🎉", """{"name":"größe","text":"日本 🎉"}"""),
        Make(1, long.MaxValue - 1, OperationKind.AnonymousEvent, "anonymous:7", new string('x', 9_000)),
        Make(2, 5, OperationKind.MergeBarrier, "id:eve", string.Empty, peerLane: 0),
        Make(2, 6, OperationKind.IdentifyObject, "object:1:acme", """{"type":"object"}"""),
    ];

    public static IReadOnlyList<DeadLetter> DeadLetters { get; } =
    [
        Refuse(Make(0, 0, OperationKind.AddDevice, "id:ada", """{"device":{"token":"t"}}"""), null),
        Refuse(
            Make(3, 3, OperationKind.Screen, "email:bob@example.com", """{"name":"Start"}"""),
            new CustomerIoError("kein gültiger Name", "invalid", null)),
    ];

    public static string Text(IEnumerable<Operation> operations, IEnumerable<DeadLetter> letters) =>
        string.Join('\n', [.. operations.Select(Sample.TextOf), .. letters.Select(Sample.TextOf)]);

    private static Operation Make(int lane, long sequence, OperationKind kind, string key, string payload, int? peerLane = null) => new()
    {
        Id = Ulid.Parse($"01JQ5T9ZZZ00000000000000{lane}{sequence % 10}"),
        Sequence = sequence,
        Lane = lane,
        Kind = kind,
        Key = key,
        OccurredAt = Start.AddTicks(sequence % 1_000),
        PeerLane = peerLane,
        Payload = System.Text.Encoding.UTF8.GetBytes(payload),
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
