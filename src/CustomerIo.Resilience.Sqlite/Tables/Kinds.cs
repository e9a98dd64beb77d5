using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Sqlite.Tables;

/// <summary>Kinds as SQL has them: lists of numbers.</summary>
internal static class Kinds
{
    /// <summary>Those that others wait for; an index of the schema has them, so that another kind needs a new version of it.</summary>
    public static string Barriers { get; } = NumbersOf(static kind => kind.IsBarrier());

    public static string Erasures { get; } = NumbersOf(static kind => kind.IsErasure());

    public static string Events { get; } = NumbersOf(static kind => kind.IsEvent());

    public static string NotErasable { get; } = NumbersOf(static kind => !kind.IsErasable());

    private static string NumbersOf(Func<OperationKind, bool> chosen) =>
        string.Join(", ", Enum.GetValues<OperationKind>().Where(chosen).Select(static kind => (int)kind));
}
