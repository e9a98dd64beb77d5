namespace CustomerIo.Resilience.Generators.Model;

/// <summary>What an annotated type is.</summary>
internal enum TypeRole
{
    /// <summary>An event.</summary>
    Event,

    /// <summary>Attributes of a person.</summary>
    Attributes,

    /// <summary>A member of one of these.</summary>
    Data,
}
