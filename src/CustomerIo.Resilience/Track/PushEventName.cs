namespace CustomerIo.Resilience.Track;

/// <summary>What happened to a push notification.</summary>
public enum PushEventName
{
    /// <summary>The person opened it.</summary>
    Opened,

    /// <summary>The person did what it was for.</summary>
    Converted,

    /// <summary>It reached the device.</summary>
    Delivered,
}
