using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Sqlite.Tables;

/// <summary>Kinds as SQL has them: lists of numbers.</summary>
internal static class Kinds
{
    /// <summary>Of the index of parked operations that others wait for; never changed without a new version of the schema.</summary>
    public const string Barriers = "8, 10, 11, 12";

    public const string Erasures = "10, 11";

    public static string Events { get; } = NumbersOf(static kind => kind.IsEvent());

    public static string NotErasable { get; } = NumbersOf(static kind => !kind.IsErasable());

    private static string NumbersOf(Func<OperationKind, bool> chosen) =>
        string.Join(", ", Enum.GetValues<OperationKind>().Where(chosen).Select(static kind => (int)kind));
}
