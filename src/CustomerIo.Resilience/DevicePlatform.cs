namespace CustomerIo.Resilience;

/// <summary>The platforms that Customer.io sends push notifications to (Track API reference).</summary>
public enum DevicePlatform
{
    /// <summary>Apple's iOS.</summary>
    IOS,

    /// <summary>Android.</summary>
    Android,
}
