namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>A person as the workspace keeps them.</summary>
internal sealed class PersonState(string cioId)
{
    public string CioId { get; } = cioId;

    public string? Id { get; set; }

    public string? Email { get; set; }

    public string? Phone { get; set; }

    public AttributeBag Attributes { get; } = new();

    public List<AcceptedOperation> Events { get; } = [];

    public Dictionary<string, SimulatedDevice> Devices { get; } = new(StringComparer.Ordinal);

    public HashSet<ObjectState>? Objects { get; set; }

    /// <summary>Topics of the subscription centre, with the time of the last write of each.</summary>
    public Dictionary<string, (bool IsSubscribed, long Timestamp)>? Topics { get; set; }

    public SimulatedPerson ToView(IReadOnlyList<int> segments) => new(
        CioId,
        Id,
        Email,
        Attributes.ToDictionary(),
        Attributes.Timestamps(),
        [.. Devices.Values],
        segments,
        Topics?.ToDictionary(pair => pair.Key, pair => pair.Value.IsSubscribed, StringComparer.Ordinal) ?? []);
}
