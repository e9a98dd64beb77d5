namespace CustomerIo.Resilience.Wire;

/// <summary>Whose answer it is: the two APIs mean different things by some statuses.</summary>
internal enum WireApi
{
    /// <summary>Track API, v1 and v2.</summary>
    Track,

    /// <summary>App API.</summary>
    App,
}
