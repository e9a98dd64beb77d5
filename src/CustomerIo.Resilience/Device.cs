using CustomerIo.Resilience.Events;
using CustomerIo.Resilience.Track;

namespace CustomerIo.Resilience;

/// <summary>A device of a person, to send push notifications to.</summary>
public sealed class Device
{
    /// <summary>Describes a device.</summary>
    /// <param name="token">The device token: <c>id</c> in v1, <c>token</c> in v2.</param>
    /// <param name="platform">The platform the token belongs to.</param>
    /// <exception cref="ArgumentException"><paramref name="token"/> is empty.</exception>
    public Device(string token, DevicePlatform platform)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(token);
        Token = token;
        Platform = platform;
    }

    /// <summary>The device token.</summary>
    public string Token { get; }

    /// <summary>The platform the token belongs to.</summary>
    public DevicePlatform Platform { get; }

    /// <summary>
    /// When the device was used last, sent as Unix seconds. Default: the time of the request at the server.
    /// </summary>
    public DateTimeOffset? LastUsed { get; init; }

    /// <summary>
    /// Attributes of the device. Customer.io knows <c>device_os</c>, <c>device_model</c>, <c>app_version</c>,
    /// <c>cio_sdk_version</c>, <c>device_locale</c> and <c>push_enabled</c> (the string <c>true</c> or <c>false</c>);
    /// others are your own.
    /// </summary>
    public Dictionary<string, object?>? Attributes { get; init; }

    internal void Write(JsonBuffer json, ReadOnlySpan<byte> tokenName)
    {
        JsonFields device = new(json);
        device.Text(tokenName, Token);
        device.Text("platform"u8, WireNames.Of(Platform));
        device.Time("last_used"u8, LastUsed);
        device.Attributes("attributes"u8, Attributes);
        device.End();
    }
}
