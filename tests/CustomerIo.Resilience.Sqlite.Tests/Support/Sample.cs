using System.Globalization;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Sqlite.Tests.Support;

/// <summary>Operations and dead letters whose every field follows from a number, and their text for comparing.</summary>
internal static class Sample
{
    public const int Lanes = 4;

    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private const int PeopleOfLane = 7;

    private static readonly OperationKind[] Kinds = Enum.GetValues<OperationKind>();

    /// <summary>All keys that operations made here have.</summary>
    public static IReadOnlyList<string> AllKeys { get; } =
    [
        .. Enumerable.Range(0, Lanes).SelectMany(static lane => Enumerable.Range(0, PeopleOfLane).Select(person => Key(lane, person))),
    ];

    /// <summary>A key that is on a lane, of as many as there are here.</summary>
    public static string Key(int lane, int person = 0) =>
        string.Create(CultureInfo.InvariantCulture, $"{(person * Lanes) + lane:X16}{person:X16}{0xC0FFEE:X16}");

    public static Operation Operation(
        int position, int lane = 0, int bytes = 40, OperationKind kind = OperationKind.Identify, ParkedState? parked = null) =>
        Of(Key(lane, position % PeopleOfLane), position, bytes, kind, parked);

    /// <summary>Same, of somebody.</summary>
    public static Operation Of(
        string key,
        int position,
        int bytes = 40,
        OperationKind kind = OperationKind.Identify,
        ParkedState? parked = null,
        string? secondKey = null,
        string[]? names = null) => new()
        {
            Id = Ulid.Parse((position + 100).ToString("D26", CultureInfo.InvariantCulture)),
            Position = position,
            Kind = kind,
            Key = key,
            SecondKey = secondKey,
            NamedKeys = names ?? [],
            OccurredAt = Start.AddSeconds(position),
            Payload = Bytes(position, bytes),
            Parked = parked ?? (kind.IsErasure() ? new ParkedState(HasFailed: false) : null),
        };

    public static Operation Event(int position, int lane = 0, int bytes = 40) =>
        Operation(position, lane, bytes, OperationKind.Event);

    public static Operation Parked(int position, int lane = 0, bool hasFailed = false) =>
        Operation(position, lane, parked: new ParkedState(hasFailed));

    /// <summary>One of any kind, with the keys that its kind has, of a size that is now and then longer than a page, or parked.</summary>
    public static Operation AnyOperation(int position, int lane)
    {
        Random random = new(position);
        int bytes = random.Next(12) == 0 ? random.Next(4_000, 9_000) : random.Next(20, 600);
        OperationKind kind = Kinds[random.Next(Kinds.Length)];
        ParkedState? parked = random.Next(4) == 0 ? new ParkedState(random.Next(2) == 0, random.Next(5), Start) : null;
        return Of(
            Key(lane, random.Next(PeopleOfLane)),
            position,
            bytes,
            kind,
            parked,
            kind is OperationKind.Merge ? Key((lane + 1) % Lanes, random.Next(PeopleOfLane)) : null,
            kind is OperationKind.IdentifyObject ? [Key(0, random.Next(PeopleOfLane)), Key(3, random.Next(PeopleOfLane))] : []);
    }

    public static DeadLetter DeadLetter(Operation operation, CustomerIoError? error = null, DateTimeOffset? at = null) => new()
    {
        Operation = operation,
        Reason = RejectionReason.RefusedByServer,
        Error = error,
        Attempts = 3,
        RejectedAt = at ?? Start.AddDays(1),
    };

    /// <summary>Everything an operation says.</summary>
    public static string TextOf(Operation operation) => string.Create(
        CultureInfo.InvariantCulture, $"{operation.Position} {operation.Parked} {ContentOf(operation)}");

    /// <summary>Everything a dead letter says, without its number.</summary>
    public static string TextOf(DeadLetter letter) => string.Create(
        CultureInfo.InvariantCulture,
        $"{ContentOf(letter.Operation)} {letter.Reason} {letter.Attempts} {letter.RejectedAt:O} " +
        $"{letter.Error?.Message}|{letter.Error?.Reason}|{letter.Error?.Field}|{letter.Error?.BatchIndex}");

    // What stays the same wherever it is.
    private static string ContentOf(Operation operation) => string.Create(
        CultureInfo.InvariantCulture,
        $"{operation.Id} {operation.Kind} {operation.Key} {operation.SecondKey} {string.Join(',', operation.NamedKeys)} " +
        $"{operation.OccurredAt:O} {Convert.ToHexString(operation.Payload.Span)}");

    private static byte[] Bytes(int seed, int count)
    {
        byte[] bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
