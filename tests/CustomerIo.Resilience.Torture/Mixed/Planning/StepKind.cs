namespace CustomerIo.Resilience.Torture.Mixed.Planning;

/// <summary>What a step of a mixed run does.</summary>
internal enum StepKind
{
    Identify,
    Event,

    /// <summary>An event of a visitor, which has its own path.</summary>
    Anonymous,

    /// <summary>An object's attributes, and people related to it.</summary>
    Object,
    Merge,
    Delete,
    Suppress,
    Unsuppress,
}
