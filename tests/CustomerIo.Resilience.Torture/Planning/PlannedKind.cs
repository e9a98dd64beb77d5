namespace CustomerIo.Resilience.Torture.Planning;

/// <summary>What an operation does.</summary>
internal enum PlannedKind
{
    Identify,
    Event,
    Delete,
    Suppress,
    Unsuppress,
}
