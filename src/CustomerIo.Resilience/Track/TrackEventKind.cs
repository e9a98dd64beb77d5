namespace CustomerIo.Resilience.Track;

/// <summary>What an event of Track v1 reports.</summary>
public enum TrackEventKind
{
    /// <summary>Something a person did.</summary>
    Event,

    /// <summary>A page view; the event's name is the page's address or title.</summary>
    Page,

    /// <summary>A screen view in a mobile app.</summary>
    Screen,
}
