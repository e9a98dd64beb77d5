namespace CustomerIo.Resilience;

/// <summary>Which identifier a <see cref="PersonId"/> holds.</summary>
public enum PersonIdKind
{
    /// <summary>Your own id.</summary>
    Id,

    /// <summary>An email address.</summary>
    Email,

    /// <summary>The identifier Customer.io assigned.</summary>
    CioId,
}
