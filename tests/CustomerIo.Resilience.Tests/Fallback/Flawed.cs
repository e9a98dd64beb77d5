using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Tests.Fallback;

/// <summary>Copies with something changed that a store may never change.</summary>
internal static class Flawed
{
    public static Operation But(
        this Operation one,
        Ulid? id = null,
        string? key = null,
        string? secondKey = null,
        bool hasSecondKey = true,
        IReadOnlyList<string>? namedKeys = null,
        DateTimeOffset? occurredAt = null,
        bool isParked = true) => new()
        {
            Id = id ?? one.Id,
            Kind = one.Kind,
            Key = key ?? one.Key,
            SecondKey = hasSecondKey ? secondKey ?? one.SecondKey : null,
            NamedKeys = namedKeys ?? one.NamedKeys,
            OccurredAt = occurredAt ?? one.OccurredAt,
            Payload = one.Payload,
            Position = one.Position,
            Parked = isParked ? one.Parked : null,
            IsUnreadable = one.IsUnreadable,
        };

    public static AppendResult But(
        this AppendResult one,
        int? taken = null,
        int? duplicates = null,
        IReadOnlyList<Operation>? evicted = null,
        IReadOnlyList<Operation>? erased = null,
        int? erasedLetters = null) => new()
        {
            Taken = taken ?? one.Taken,
            Duplicates = duplicates ?? one.Duplicates,
            Evicted = evicted ?? one.Evicted,
            Erased = erased ?? one.Erased,
            ErasedLetters = erasedLetters ?? one.ErasedLetters,
        };

    public static StoreChanges But(
        this StoreChanges one,
        IEnumerable<Operation>? completed = null,
        IEnumerable<DeadLetter>? letters = null,
        IEnumerable<Operation>? parked = null) => new()
        {
            Completed = completed is null ? one.Completed : [.. completed],
            DeadLetters = letters is null ? one.DeadLetters : [.. letters],
            Parked = parked is null ? one.Parked : [.. parked],
        };

    public static StoreContents But(
        this StoreContents one,
        IReadOnlyList<LaneBacklog>? lanes = null,
        IReadOnlyList<HeldKey>? heldKeys = null,
        long? parked = null,
        long? newestPosition = null) => new()
        {
            Lanes = lanes ?? one.Lanes,
            HeldKeys = heldKeys ?? one.HeldKeys,
            Parked = parked ?? one.Parked,
            NewestPosition = newestPosition ?? one.NewestPosition,
        };

    public static DeadLetterQuery But(
        this DeadLetterQuery one,
        bool id = true,
        bool reason = true,
        bool kind = true,
        bool key = true,
        bool from = true,
        bool before = true,
        bool after = true) => new()
        {
            Id = id ? one.Id : null,
            Reason = reason ? one.Reason : null,
            Kind = kind ? one.Kind : null,
            Key = key ? one.Key : null,
            RejectedFrom = from ? one.RejectedFrom : null,
            RejectedBefore = before ? one.RejectedBefore : null,
            After = after ? one.After : 0,
        };

    public static DeadLetter Numbered(this DeadLetter letter, long number) => letter.With(letter.Operation, number);
}
