namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>The names of identifiers on the wire.</summary>
internal static class Identifiers
{
    /// <summary>The kind an <c>id_type</c> names, <c>id</c> when absent; null for unknown ones.</summary>
    public static IdentifierKind? Kind(string? idType) => idType switch
    {
        null or "" or "id" => IdentifierKind.Id,
        "email" => IdentifierKind.Email,
        "cio_id" => IdentifierKind.CioId,
        "phone" => IdentifierKind.Phone,
        _ => null,
    };
}
