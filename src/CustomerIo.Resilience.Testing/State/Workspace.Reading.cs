using System.Text;

namespace CustomerIo.Resilience.Testing.Simulation;

/// <content>What the App API reads; to be called within <see cref="Read{T}"/> or another holder of the lock.</content>
internal sealed partial class Workspace
{
    private readonly List<ExportState> _exports = [];

    public IReadOnlyCollection<PersonState> AllPeople => _people.All;

    public IReadOnlyList<ExportState> Exports => _exports;

    public PersonState? FindPerson(PersonKey key) => _people.Find(key);

    public bool IsIn(PersonState person, int segment) =>
        _segments.TryGetValue(segment, out var found) && found.Members.Contains(person);

    public IReadOnlyList<PersonState> MembersOf(int segment) =>
        _segments.TryGetValue(segment, out var found) ? [.. found.Members] : [];

    public IReadOnlyList<SegmentState> SegmentsOf(PersonState person) =>
        [.. _segments.Values.Where(segment => segment.Members.Contains(person))];

    public IReadOnlyList<SentMessage> MessagesOf(PersonState person) =>
        [.. _sent.Snapshot().Where(message => ReferenceEquals(_people.Find(message.Person), person))];

    public ExportState ExportPeople(Func<Workspace, PersonState, bool> filter, DateTimeOffset now)
    {
        var people = _people.All.Where(person => filter(this, person)).ToArray();
        var csv = new StringBuilder("id,email,cio_id\n");
        foreach (var person in people)
        {
            csv.Append(Csv(person.Id)).Append(',').Append(Csv(person.Email)).Append(',').Append(person.CioId)
                .Append('\n');
        }

        return AddExport("customers", people.Length, csv, now);
    }

    public ExportState ExportDeliveries(DateTimeOffset now)
    {
        var sent = _sent.Snapshot();
        var csv = new StringBuilder("delivery_id,type,recipient,created\n");
        foreach (var message in sent)
        {
            csv.Append(message.DeliveryId).Append(',').Append(message.Channel).Append(',').Append(Csv(message.To))
                .Append(',').Append(message.QueuedAt.ToUnixTimeSeconds()).Append('\n');
        }

        return AddExport("deliveries", sent.Count, csv, now);
    }

    private ExportState AddExport(string type, int total, StringBuilder csv, DateTimeOffset now)
    {
        var export = new ExportState(
            _exports.Count + 1, type, $"Export of {type}", total, Encoding.UTF8.GetBytes(csv.ToString()), now);
        _exports.Add(export);
        return export;
    }

    private static string? Csv(string? value) => value is not null && value.AsSpan().IndexOfAny(",\"\n") >= 0
        ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : value;
}
