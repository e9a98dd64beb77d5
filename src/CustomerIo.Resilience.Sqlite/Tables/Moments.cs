namespace CustomerIo.Resilience.Sqlite.Tables;

/// <summary>Moments as the file has them: ticks of UTC.</summary>
internal static class Moments
{
    public static bool IsOne(long ticks) => ticks >= DateTimeOffset.MinValue.Ticks && ticks <= DateTimeOffset.MaxValue.Ticks;

    public static DateTimeOffset Of(long ticks) => IsOne(ticks)
        ? new DateTimeOffset(ticks, TimeSpan.Zero)
        : throw new InvalidDataException("A moment is none.");
}
