namespace CustomerIo.Resilience.Generators.Model;

/// <summary>How a value is written.</summary>
internal enum ValueKind
{
    /// <summary>Not at all: its type has no JSON form here.</summary>
    Unsupported,

    /// <summary>As text: <c>string</c>, <c>char</c>, <c>Guid</c>, <c>Uri</c>.</summary>
    Text,

    /// <summary>As a whole number.</summary>
    Integer,

    /// <summary>As a number.</summary>
    Number,

    /// <summary>As <c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>As Unix seconds or ISO 8601 text.</summary>
    Time,

    /// <summary>As the name of an enum's value.</summary>
    Enum,

    /// <summary>As an object, by another generated type.</summary>
    Data,

    /// <summary>As JSON that there is already.</summary>
    Json,

    /// <summary>By a <c>JsonSerializerContext</c>.</summary>
    Context,

    /// <summary>As an array.</summary>
    List,

    /// <summary>As an object, by its keys.</summary>
    Dictionary,

    /// <summary>By its type at run time: values of dictionaries only.</summary>
    Any,
}
