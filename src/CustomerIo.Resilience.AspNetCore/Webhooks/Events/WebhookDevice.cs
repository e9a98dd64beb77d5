using CustomerIo.Resilience.AspNetCore.Webhooks;

namespace CustomerIo.Resilience.AspNetCore;

/// <summary>A device that a push notification went to.</summary>
public sealed class WebhookDevice
{
    internal WebhookDevice(JsonFields device)
    {
        Id = device.Text("device_id");
        Platform = device.Text("device_platform");
        FailureMessage = device.Text("failure_message");
    }

    /// <summary>The device's token: <c>device_id</c>.</summary>
    public string? Id { get; }

    /// <summary><c>ios</c> or <c>android</c>: <c>device_platform</c>.</summary>
    public string? Platform { get; }

    /// <summary>Why it failed on this device: <c>failure_message</c>.</summary>
    public string? FailureMessage { get; }
}
