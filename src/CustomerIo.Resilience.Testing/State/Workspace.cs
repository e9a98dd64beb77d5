namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>
/// The state of one workspace. Everything happens under one lock, so that the order of operations is the order of
/// their effects.
/// </summary>
internal sealed partial class Workspace(CustomerIoSimulatorOptions options, ChangeSignal changes)
{
    private readonly Gate _gate = new();
    private AppendLog<AcceptedOperation> _operations = new(options.MaxRecordedOperations);
    private AppendLog<AcceptedOperation> _duplicates = new(options.MaxRecordedOperations);
    private Dictionary<UInt128, AcceptedOperation> _events = [];
    private Dictionary<string, List<AcceptedOperation>> _visitorEvents = new(StringComparer.Ordinal);
    private PeopleIndex _people = new();
    private SuppressionList _suppressed = new();
    private long _sequence;

    public IReadOnlyList<AcceptedOperation> Operations => _operations.Snapshot();

    public IReadOnlyList<AcceptedOperation> Duplicates => _duplicates.Snapshot();

    public long OperationCount => Interlocked.Read(ref _sequence);

    public long DuplicateCount => _duplicates.Total;

    /// <summary>Applies the items in their order, with nothing in between.</summary>
    public void Apply(Exchange exchange, ReadOnlySpan<TrackItem> items)
    {
        lock (_gate)
        {
            foreach (ref readonly var item in items)
            {
                ApplyOne(exchange, in item);
            }
        }

        changes.Pulse();
    }

    /// <summary>Records an operation whose effect is no more than having been accepted.</summary>
    public void Record(Exchange exchange, in TrackItem item)
    {
        lock (_gate)
        {
            Log(exchange, in item, OperationOutcome.Applied);
        }

        changes.Pulse();
    }

    public void Reset()
    {
        lock (_gate)
        {
            _operations = new AppendLog<AcceptedOperation>(options.MaxRecordedOperations);
            _duplicates = new AppendLog<AcceptedOperation>(options.MaxRecordedOperations);
            _events = [];
            _visitorEvents = new Dictionary<string, List<AcceptedOperation>>(StringComparer.Ordinal);
            _people = new PeopleIndex();
            _suppressed = new SuppressionList();
            _sequence = 0;
            ResetObjects();
            ResetMessages();
        }

        changes.Pulse();
    }

    private void ApplyOne(Exchange exchange, in TrackItem item)
    {
        switch (item.Type)
        {
            case "person" when item.Action is "event" or "page" or "screen":
                ApplyEvent(exchange, in item);
                break;
            case "person":
                var timestamp = item.Timestamp ?? exchange.UnixTime;
                Log(exchange, in item, ApplyToPerson(in item, timestamp));
                break;
            case "object":
                Log(exchange, in item, ApplyToObject(in item, item.Timestamp ?? exchange.UnixTime));
                break;
            case "form" when !_suppressed.Contains(item.Person):
                Log(exchange, in item, Identify(in item, exchange.UnixTime));
                break;
            case "form":
                Log(exchange, in item, OperationOutcome.Suppressed);
                break;
            default:
                Log(exchange, in item, OperationOutcome.Applied);
                break;
        }
    }

    private void ApplyEvent(Exchange exchange, in TrackItem item)
    {
        if (_suppressed.Contains(item.Person))
        {
            Log(exchange, in item, OperationOutcome.Suppressed);
            return;
        }

        if (item.HasUlid && _events.ContainsKey(item.Ulid))
        {
            _duplicates.Add(Log(exchange, in item, OperationOutcome.Duplicate));
            return;
        }

        var owner = _people.FindOrCreate(item.Person);
        if (owner is null && item.Person.Kind == IdentifierKind.CioId)
        {
            Log(exchange, in item, OperationOutcome.Ignored);
            return;
        }

        var operation = Log(exchange, in item, OperationOutcome.Applied);
        if (item.HasUlid)
        {
            _events.Add(item.Ulid, operation);
        }

        (owner?.Events ?? EventsOfVisitor(item.Person.Value)).Add(operation);
    }

    private List<AcceptedOperation> EventsOfVisitor(string anonymousId)
    {
        if (!_visitorEvents.TryGetValue(anonymousId, out var events))
        {
            _visitorEvents[anonymousId] = events = [];
        }

        return events;
    }

    private AcceptedOperation Log(Exchange exchange, in TrackItem item, OperationOutcome outcome)
    {
        var timestamp = item.Timestamp ?? exchange.UnixTime;
        var operation = new AcceptedOperation(
            Interlocked.Increment(ref _sequence), exchange, in item, item.Person, outcome, timestamp);
        _operations.Add(operation);
        return operation;
    }
}
