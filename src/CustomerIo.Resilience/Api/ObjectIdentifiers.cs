namespace CustomerIo.Resilience.Api;

/// <summary>The identifiers of an object.</summary>
public sealed class ObjectIdentifiers
{
    /// <summary>Your own id.</summary>
    public string? ObjectId { get; init; }

    /// <summary>The identifier Customer.io assigned.</summary>
    public string? CioObjectId { get; init; }
}
