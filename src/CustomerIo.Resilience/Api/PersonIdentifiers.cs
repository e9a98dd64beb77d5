namespace CustomerIo.Resilience.Api;

/// <summary>The identifiers of a person; those not set are <see langword="null"/>.</summary>
public sealed class PersonIdentifiers
{
    /// <summary>Your own id.</summary>
    public string? Id { get; init; }

    /// <summary>The email address; absent in workspaces that do not identify people by it.</summary>
    public string? Email { get; init; }

    /// <summary>The identifier Customer.io assigned.</summary>
    public string? CioId { get; init; }
}
