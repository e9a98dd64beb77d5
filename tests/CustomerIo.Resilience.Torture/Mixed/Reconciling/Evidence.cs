using CustomerIo.Resilience.Torture.Mixed.Planning;
using CustomerIo.Resilience.Torture.Mixed.Running;

namespace CustomerIo.Resilience.Torture.Mixed.Reconciling;

/// <summary>All that the judge goes by.</summary>
internal sealed record Evidence
{
    public required MixedPlan Plan { get; init; }

    public required IReadOnlyCollection<Call> Calls { get; init; }

    /// <summary>What reached the server, in the order it was applied.</summary>
    public required IReadOnlyList<Sight> Sights { get; init; }

    /// <summary>When which operations that always fail did so.</summary>
    public IReadOnlyList<Failure> Failures { get; init; } = [];

    /// <summary>What was a dead letter at some time.</summary>
    public IReadOnlySet<string> Letters { get; init; } = new HashSet<string>();

    /// <summary>What is a dead letter in the end.</summary>
    public IReadOnlySet<string> LastLetters { get; init; } = new HashSet<string>();

    /// <summary>What the store still has.</summary>
    public IReadOnlySet<string> Kept { get; init; } = new HashSet<string>();

    /// <summary>How many operations, whichever, wait in memory in the end.</summary>
    public int InMemory { get; init; }

    /// <summary>By which keys the library knows everybody.</summary>
    public required IReadOnlyDictionary<string, string> Keys { get; init; }

    public required FairTime FairTime { get; init; }

    /// <summary>
    /// The processes that ended well, or lived through: what they only queued counts as acknowledged, as everything does that
    /// a store on a disk has.
    /// </summary>
    public required Func<Call, bool> IsPromise { get; init; }
}
