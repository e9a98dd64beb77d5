namespace CustomerIo.Resilience.Fallback;

/// <summary>What an operation does. The numbers are stored: they are never given to another meaning.</summary>
public enum OperationKind
{
    /// <summary>Adds or updates a person.</summary>
    Identify = 1,

    /// <summary>An event of a person.</summary>
    Event = 2,

    /// <summary>A page view of a person.</summary>
    Page = 3,

    /// <summary>A screen view of a person.</summary>
    Screen = 4,

    /// <summary>An event of somebody not yet known; Track v1, sent by itself.</summary>
    AnonymousEvent = 5,

    /// <summary>Adds or updates a person's device.</summary>
    AddDevice = 6,

    /// <summary>Removes a person's device.</summary>
    DeleteDevice = 7,

    /// <summary>Merges a person into another.</summary>
    Merge = 8,

    /// <summary>Deletes a person.</summary>
    Delete = 9,

    /// <summary>Deletes a person and blocks the identifier.</summary>
    Suppress = 10,

    /// <summary>Lifts a suppression.</summary>
    Unsuppress = 11,

    /// <summary>Relates a person to objects.</summary>
    AddRelationships = 12,

    /// <summary>Ends relations of a person to objects.</summary>
    DeleteRelationships = 13,

    /// <summary>Adds or updates an object.</summary>
    IdentifyObject = 14,

    /// <summary>Deletes an object.</summary>
    DeleteObject = 15,
}
