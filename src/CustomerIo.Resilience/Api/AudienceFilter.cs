using CustomerIo.Resilience.Events;
using CustomerIo.Resilience.Track;

namespace CustomerIo.Resilience.Api;

/// <summary>
/// Which people to search for, export or send to: conditions on segments and attributes, combined with and, or and not.
/// An empty filter cannot be made, because Customer.io answers 422 to one.
/// </summary>
public abstract class AudienceFilter
{
    private protected AudienceFilter()
    {
    }

    /// <summary>People for whom all of the filters hold.</summary>
    /// <exception cref="ArgumentException"><paramref name="filters"/> is empty.</exception>
    public static AudienceFilter And(params IReadOnlyList<AudienceFilter> filters) => new Group("and", filters);

    /// <summary>People for whom one of the filters holds.</summary>
    /// <exception cref="ArgumentException"><paramref name="filters"/> is empty.</exception>
    public static AudienceFilter Or(params IReadOnlyList<AudienceFilter> filters) => new Group("or", filters);

    /// <summary>People for whom the filter does not hold.</summary>
    public static AudienceFilter Not(AudienceFilter filter) => new Negation(filter);

    /// <summary>People in a segment.</summary>
    public static AudienceFilter InSegment(int segmentId) => new InSegmentCondition(segmentId);

    /// <summary>People whose attribute has a value.</summary>
    /// <param name="field">The attribute.</param>
    /// <param name="value">Text, a number, a flag or a time (sent as Unix seconds).</param>
    public static AudienceFilter AttributeEquals(string field, object value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new AttributeCondition(field, "eq", value);
    }

    /// <summary>People who have an attribute, whatever its value.</summary>
    public static AudienceFilter AttributeExists(string field) => new AttributeCondition(field, "exists", value: null);

    internal abstract void Write(JsonBuffer json);

    private sealed class Group : AudienceFilter
    {
        private readonly string _operation;
        private readonly IReadOnlyList<AudienceFilter> _filters;

        public Group(string operation, IReadOnlyList<AudienceFilter> filters)
        {
            Limits.Require(Limits.CheckNotEmpty(filters), nameof(filters));
            _operation = operation;
            _filters = filters;
        }

        internal override void Write(JsonBuffer json)
        {
            json.WriteRaw((byte)'{');
            json.WriteString(_operation);
            json.WriteRaw(":["u8);
            for (int i = 0; i < _filters.Count; i++)
            {
                json.WriteRaw(i == 0 ? default : ","u8);
                _filters[i].Write(json);
            }

            json.WriteRaw("]}"u8);
        }
    }

    private sealed class Negation : AudienceFilter
    {
        private readonly AudienceFilter _filter;

        public Negation(AudienceFilter filter)
        {
            ArgumentNullException.ThrowIfNull(filter);
            _filter = filter;
        }

        internal override void Write(JsonBuffer json)
        {
            JsonFields fields = new(json);
            _filter.Write(fields.Name("not"u8));
            fields.End();
        }
    }

    private sealed class InSegmentCondition : AudienceFilter
    {
        private readonly int _segmentId;

        public InSegmentCondition(int segmentId)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(segmentId);
            _segmentId = segmentId;
        }

        internal override void Write(JsonBuffer json)
        {
            JsonFields fields = new(json);
            JsonFields segment = new(fields.Name("segment"u8));
            segment.Number("id"u8, _segmentId);
            segment.End();
            fields.End();
        }
    }

    private sealed class AttributeCondition : AudienceFilter
    {
        private readonly string _field;
        private readonly string _comparison;
        private readonly object? _value;

        public AttributeCondition(string field, string comparison, object? value)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(field);
            _field = field;
            _comparison = comparison;
            _value = value;
        }

        internal override void Write(JsonBuffer json)
        {
            JsonFields fields = new(json);
            JsonFields attribute = new(fields.Name("attribute"u8));
            attribute.Text("field"u8, _field);
            attribute.Text("operator"u8, _comparison);
            if (_value is not null)
            {
                AttributeWriter.WriteValue(attribute.Name("value"u8), _field, _value);
            }

            attribute.End();
            fields.End();
        }
    }
}
