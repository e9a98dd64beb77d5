namespace CustomerIo.Resilience.WebApi.Taxonomy;

/// <summary>What a customer pays for.</summary>
internal enum Plan
{
    /// <summary>Nothing.</summary>
    Free,

    /// <summary>Everything.</summary>
    Pro,
}
