using System.Globalization;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Sqlite.Tests.Support;

/// <summary>Operations and dead letters whose every field follows from a number, and their text for comparing.</summary>
internal static class Sample
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly OperationKind[] Kinds = Enum.GetValues<OperationKind>();

    public static Operation Operation(int sequence, int lane = 0, int bytes = 40, OperationKind kind = OperationKind.Identify) => new()
    {
        Id = Ulid.Parse((sequence + 100).ToString("D26", CultureInfo.InvariantCulture)),
        Sequence = sequence,
        Lane = lane,
        Kind = kind,
        Key = string.Create(CultureInfo.InvariantCulture, $"id:grüße-{sequence % 7}-日本"),
        OccurredAt = Start.AddSeconds(sequence),
        PeerLane = kind is OperationKind.Merge or OperationKind.MergeBarrier ? (lane + 1) % 4 : null,
        Payload = kind is OperationKind.MergeBarrier ? Array.Empty<byte>() : Bytes(sequence, bytes),
    };

    /// <summary>One of any kind, and of a size that is now and then longer than a page.</summary>
    public static Operation AnyOperation(int sequence, int lane)
    {
        Random random = new(sequence);
        int bytes = random.Next(12) == 0 ? random.Next(4_000, 9_000) : random.Next(20, 600);
        return Operation(sequence, lane, bytes, Kinds[random.Next(Kinds.Length)]);
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
        CultureInfo.InvariantCulture,
        $"{operation.Lane}/{operation.Sequence} {operation.Id} {operation.Kind} {operation.Key} {operation.OccurredAt:O} " +
        $"{operation.PeerLane} {Convert.ToHexString(operation.Payload.Span)}");

    /// <summary>Everything a dead letter says.</summary>
    public static string TextOf(DeadLetter letter) => string.Create(
        CultureInfo.InvariantCulture,
        $"{TextOf(letter.Operation)} {letter.Reason} {letter.Attempts} {letter.RejectedAt:O} " +
        $"{letter.Error?.Message}|{letter.Error?.Reason}|{letter.Error?.Field}");

    private static byte[] Bytes(int seed, int count)
    {
        byte[] bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
