namespace CustomerIo.Resilience.Testing;

/// <summary>What the workspace did with an operation it had accepted.</summary>
public enum OperationOutcome
{
    /// <summary>It took effect.</summary>
    Applied,

    /// <summary>Its ULID had come before: answered as a success, without effect (Track API reference).</summary>
    Duplicate,

    /// <summary>The person is suppressed: answered as a success, without effect (Track API reference).</summary>
    Suppressed,

    /// <summary>
    /// Answered as a success, without effect: an update of somebody who does not exist, an unknown Customer.io
    /// identifier, or a merge into nobody.
    /// </summary>
    Ignored,
}
