using CustomerIo.Resilience.Events;

namespace CustomerIo.Resilience.Tests.Track;

/// <summary>Gives ULIDs that count from 1.</summary>
internal sealed class CountingIds : IUlidSource
{
    private int _count;

    public static Ulid Number(int number) => Parse($"01J{number:D23}");

    public static Ulid Parse(string text) =>
        Ulid.TryParse(text, out Ulid ulid) ? ulid : throw new ArgumentException("Not a ULID.", nameof(text));

    public Ulid Next() => Number(++_count);

    public Ulid Next(DateTimeOffset now) => Next();
}
