namespace CustomerIo.Resilience.Torture.Reconciling;

/// <summary>What the server did with an operation that reached it.</summary>
internal enum SeenOutcome
{
    /// <summary>It took effect.</summary>
    Applied,

    /// <summary>It said yes, and nothing changed: a repeated event, or a suppressed person.</summary>
    WithoutEffect,

    /// <summary>It refused this one by a 207: a dead letter, which is not lost.</summary>
    Refused,
}
