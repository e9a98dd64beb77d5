namespace CustomerIo.Resilience.Testing;

/// <summary>How an operation referred to its person.</summary>
/// <param name="Kind">Which identifier it was.</param>
/// <param name="Value">The identifier, as it came; empty when <paramref name="Kind"/> is none.</param>
public readonly record struct PersonKey(IdentifierKind Kind, string Value)
{
    /// <summary>No person.</summary>
    public static PersonKey None { get; } = new(IdentifierKind.None, string.Empty);

    /// <summary>The person with this <c>id</c>.</summary>
    /// <param name="value">The identifier.</param>
    /// <returns>The key.</returns>
    public static PersonKey Id(string value) => new(IdentifierKind.Id, value);

    /// <summary>The person with this email address.</summary>
    /// <param name="value">The address.</param>
    /// <returns>The key.</returns>
    public static PersonKey Email(string value) => new(IdentifierKind.Email, value);

    /// <summary>The person with this Customer.io identifier.</summary>
    /// <param name="value">The identifier, without the <c>cio_</c> prefix.</param>
    /// <returns>The key.</returns>
    public static PersonKey CioId(string value) => new(IdentifierKind.CioId, value);
}
