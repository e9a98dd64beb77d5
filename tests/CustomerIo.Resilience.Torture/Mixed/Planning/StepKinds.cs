namespace CustomerIo.Resilience.Torture.Mixed.Planning;

/// <summary>What follows from a kind.</summary>
internal static class StepKinds
{
    /// <summary>Whether it carries its number to the server; the other kinds have no room for one.</summary>
    public static bool IsNumbered(this StepKind kind) =>
        kind is StepKind.Identify or StepKind.Event or StepKind.Anonymous or StepKind.Object;

    /// <summary>Whether the person is gone after it, and what waited for them before it is dropped.</summary>
    public static bool IsErasure(this StepKind kind) => kind is StepKind.Delete or StepKind.Suppress;

    /// <summary>Whether it and what names its person wait for each other.</summary>
    public static bool IsBarrier(this StepKind kind) =>
        kind is StepKind.Merge or StepKind.Delete or StepKind.Suppress or StepKind.Unsuppress;

    /// <summary>Whether it carries a deduplication id.</summary>
    public static bool HasId(this StepKind kind) => kind is StepKind.Event or StepKind.Anonymous;
}
