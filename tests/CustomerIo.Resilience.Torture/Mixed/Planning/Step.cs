namespace CustomerIo.Resilience.Torture.Mixed.Planning;

/// <summary>One operation of a mixed run.</summary>
internal sealed record Step
{
    /// <summary>From 1; on the wire where the kind has room for it.</summary>
    public required int Id { get; init; }

    /// <summary>Whose calls it is among; they are made one after the other.</summary>
    public required int Stream { get; init; }

    public required StepKind Kind { get; init; }

    /// <summary>The person, visitor or object it is about.</summary>
    public required string Key { get; init; }

    /// <summary>The person who is merged into the first, and is gone then.</summary>
    public string? Secondary { get; init; }

    /// <summary>The people whom an object's operation names.</summary>
    public IReadOnlyList<string> Named { get; init; } = [];

    /// <summary>What the server fails with on it, always.</summary>
    public Ailment Ailment { get; init; }

    /// <summary>Whether the server takes it at the very end.</summary>
    public bool IsCured { get; init; }

    /// <summary>Whether it is given to <see cref="IBatchTracker"/> instead of awaited.</summary>
    public bool IsBackground { get; init; }

    /// <summary>How long the caller thinks before, compared with the stream's other steps.</summary>
    public double Pause { get; init; }

    public bool IsAiling => Ailment is not Ailment.None;

    /// <summary>One that the server never takes and the library never gives up.</summary>
    public bool IsEndless => Kind.IsErasure() && !IsCured && Ailment is not (Ailment.None or Ailment.Refused);

    /// <summary>What marks it in the body of a request.</summary>
    public string Mark => $"{Ailment}-{(IsCured ? "passes" : "stays")}";

    public bool Owns(string key) =>
        string.Equals(Key, key, StringComparison.Ordinal) || string.Equals(Secondary, key, StringComparison.Ordinal);

    public bool Names(string key) => Named.Contains(key, StringComparer.Ordinal);

    public override string ToString() => $"{Kind} {Id} of {Key}"
        + (Secondary is null ? string.Empty : $" and {Secondary}")
        + (Named.Count > 0 ? $" naming {string.Join(", ", Named)}" : string.Empty)
        + (IsAiling ? $" ({Mark})" : string.Empty);
}
