namespace CustomerIo.Resilience.Testing.Simulation;

/// <content>Manual segments.</content>
internal sealed partial class Workspace
{
    /// <summary>Adds or removes those people that are known; false when there is no such segment.</summary>
    public bool ChangeSegment(Exchange exchange, in TrackItem item, int id, PersonKey[] keys, bool add)
    {
        lock (_gate)
        {
            if (!_segments.TryGetValue(id, out var segment))
            {
                return false;
            }

            foreach (var key in keys)
            {
                if (_people.Find(key) is { } person)
                {
                    Change(segment, person, add);
                }
            }

            Log(exchange, in item, OperationOutcome.Applied);
        }

        changes.Pulse();
        return true;
    }

    public SimulatedSegment AddSegment(string name, string description, int? id = null)
    {
        lock (_gate)
        {
            var number = id ?? (_segments.Count == 0 ? 1 : _segments.Keys.Max() + 1);
            if (_segments.ContainsKey(number))
            {
                throw new ArgumentException($"There is a segment {number} already.", nameof(id));
            }

            var segment = new SegmentState(number, name, description);
            _segments.Add(number, segment);
            return segment.ToView();
        }
    }

    public bool DeleteSegment(int id)
    {
        lock (_gate)
        {
            return _segments.Remove(id);
        }
    }

    public SimulatedSegment? Segment(int id)
    {
        lock (_gate)
        {
            return _segments.GetValueOrDefault(id)?.ToView();
        }
    }

    public IReadOnlyList<SimulatedSegment> Segments()
    {
        lock (_gate)
        {
            return [.. _segments.Values.Select(segment => segment.ToView())];
        }
    }

    private static void Change(SegmentState segment, PersonState person, bool add)
    {
        if (add)
        {
            segment.Members.Add(person);
        }
        else
        {
            segment.Members.Remove(person);
        }
    }
}
