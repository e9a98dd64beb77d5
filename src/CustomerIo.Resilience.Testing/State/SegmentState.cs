namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>A manual segment as the workspace keeps it.</summary>
internal sealed class SegmentState(int id, string name, string description)
{
    public int Id { get; } = id;

    public string Name { get; } = name;

    public string Description { get; } = description;

    public HashSet<PersonState> Members { get; } = [];

    public SimulatedSegment ToView() => new(
        Id,
        Name,
        Description,
        [.. Members.Select(person => person.CioId)],
        [.. Members.Where(person => person.Id is not null).Select(person => person.Id!)]);
}
