using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Sqlite.Tables;

/// <summary>The same operation at another place.</summary>
internal static class Placed
{
    public static Operation At(Operation operation, long position, ParkedState? parked) =>
        At(operation, operation.Payload, position, parked);

    /// <summary>The same dead letter, out of the order, and without a number.</summary>
    public static DeadLetter Letter(DeadLetter letter, ReadOnlyMemory<byte> payload) => new()
    {
        Operation = At(letter.Operation, payload, 0, null),
        Reason = letter.Reason,
        Error = letter.Error,
        Attempts = letter.Attempts,
        RejectedAt = letter.RejectedAt,
    };

    private static Operation At(Operation operation, ReadOnlyMemory<byte> payload, long position, ParkedState? parked) => new()
    {
        Id = operation.Id,
        Kind = operation.Kind,
        Key = operation.Key,
        SecondKey = operation.SecondKey,
        NamedKeys = operation.NamedKeys,
        OccurredAt = operation.OccurredAt,
        Payload = payload,
        Position = position,
        Parked = parked,
    };
}
