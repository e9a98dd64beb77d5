namespace CustomerIo.Resilience.Testing;

/// <summary>How a person is referred to.</summary>
public enum IdentifierKind
{
    /// <summary>Nobody: the operation names no person.</summary>
    None,

    /// <summary>The caller's own <c>id</c>.</summary>
    Id,

    /// <summary>An email address, compared without regard to case.</summary>
    Email,

    /// <summary>The identifier Customer.io assigned, without its <c>cio_</c> prefix.</summary>
    CioId,

    /// <summary>A phone number.</summary>
    Phone,

    /// <summary>A visitor who has not been identified yet.</summary>
    AnonymousId,
}
