namespace CustomerIo.Resilience.Generators.Model;

/// <summary>How a value of a member, of a list or of a dictionary is written.</summary>
/// <param name="Kind">As what.</param>
/// <param name="Type">The C# type without a question mark, in full.</param>
/// <param name="IsReference">Whether its type is a reference type, and so may be null whatever was declared.</param>
/// <param name="IsNullable">Whether it is declared with a question mark.</param>
/// <param name="IsIso">For a time: as text.</param>
/// <param name="Item">For a list or dictionary: its values.</param>
/// <param name="Number">For an enum: the C# type of its numbers, in full.</param>
/// <param name="Names">For an enum: its values and their names.</param>
/// <param name="Context">The <c>JsonSerializerContext</c>, in full.</param>
internal sealed record ValueModel(
    ValueKind Kind,
    string Type,
    bool IsReference = false,
    bool IsNullable = false,
    bool IsIso = false,
    ValueModel? Item = null,
    string Number = "",
    EquatableList<EnumName> Names = default,
    string? Context = null)
{
    /// <summary>For a list: the C# type through which its items are read; empty for its own.</summary>
    public string Items { get; init; } = string.Empty;

    /// <summary>For a list that is a struct: the C# that tells whether there is one, of {0}; empty if there always is.</summary>
    public string Presence { get; init; } = string.Empty;

    /// <summary>Whether it has to be looked at for null.</summary>
    public bool CanBeNull => IsReference || IsNullable;

    /// <summary>In the words of a tracking plan.</summary>
    public string PlanType => Kind switch
    {
        ValueKind.Text or ValueKind.Enum => "string",
        ValueKind.Time when IsIso => "string",
        ValueKind.Integer => "integer",
        ValueKind.Number => "number",
        ValueKind.Boolean => "boolean",
        ValueKind.Time => "time",
        ValueKind.List => "array",
        ValueKind.Data or ValueKind.Dictionary => "object",
        _ => "any",
    };
}
