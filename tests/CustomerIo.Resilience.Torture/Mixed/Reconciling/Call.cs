using CustomerIo.Resilience.Torture.Mixed.Planning;

namespace CustomerIo.Resilience.Torture.Mixed.Reconciling;

/// <summary>How a step was called, and what the library said.</summary>
internal sealed record Call
{
    public required Step Step { get; init; }

    /// <summary>The place in the ledger of its first call; it is called again when a kill came before the answer.</summary>
    public required int FirstBefore { get; init; }

    /// <summary>The place in the ledger of the answer; null when there was none.</summary>
    public int? After { get; init; }

    /// <summary>The status, or the reason of a rejection; null when there was none.</summary>
    public string? Answer { get; init; }

    /// <summary>When it was called last.</summary>
    public DateTime CalledAt { get; init; }

    /// <summary>When the answer came; of no meaning when there was none.</summary>
    public DateTime AnsweredAt { get; init; }

    /// <summary>Whether a former process called it, too.</summary>
    public bool IsRepeated { get; init; }

    /// <summary>Which process that was, from 1.</summary>
    public int Life { get; init; } = 1;

    /// <summary>Whether it had been answered when the other was first called.</summary>
    public bool Precedes(Call other) => After < other.FirstBefore;
}
