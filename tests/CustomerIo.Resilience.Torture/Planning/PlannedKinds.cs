namespace CustomerIo.Resilience.Torture.Planning;

/// <summary>What follows from a kind.</summary>
internal static class PlannedKinds
{
    /// <summary>Whether it carries its number to the server; the other kinds have no room for one.</summary>
    public static bool IsNumbered(this PlannedKind kind) => kind is PlannedKind.Identify or PlannedKind.Event;

    /// <summary>Whether the person is gone after it, and what waited for them before it is dropped.</summary>
    public static bool IsErasure(this PlannedKind kind) => kind is PlannedKind.Delete or PlannedKind.Suppress;
}
