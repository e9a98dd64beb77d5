using CustomerIo.Resilience.Track;

namespace CustomerIo.Resilience.Api;

/// <summary>A transactional push notification. What is set here comes before what the template has.</summary>
public sealed class SendPushRequest : TransactionalRequest
{
    /// <summary>The template.</summary>
    public required TransactionalMessageId TransactionalMessageId { get; init; }

    /// <summary>
    /// <c>all</c> of the person's devices, the one <c>last_used</c>, or a device token. Default at Customer.io:
    /// <c>all</c>.
    /// </summary>
    public string? To { get; init; }

    /// <summary>The title.</summary>
    public string? Title { get; init; }

    /// <summary>The text.</summary>
    public string? Message { get; init; }

    /// <summary>The address of an image.</summary>
    public string? ImageUrl { get; init; }

    /// <summary>What opens when the notification is tapped.</summary>
    public string? Link { get; init; }

    /// <summary><c>default</c> or <c>none</c>; iOS only. Default at Customer.io: <c>default</c>.</summary>
    public string? Sound { get; init; }

    /// <summary>Data for the app; Firebase takes only strings.</summary>
    public Dictionary<string, object?>? CustomData { get; init; }

    /// <summary>A device to add to the person at the time of sending.</summary>
    public Device? CustomDevice { get; init; }

    /// <summary>
    /// The payload as it goes to the push service, by platform: <c>ios</c> and <c>android</c>. It comes before all else
    /// that is set here.
    /// </summary>
    public Dictionary<string, object?>? CustomPayload { get; init; }

    /// <summary>Whether people who unsubscribed get it too. Default at Customer.io: true.</summary>
    public bool? SendToUnsubscribed { get; init; }

    internal override string Path => "/v1/send/push";

    internal override string? Check() => base.Check() ?? SendLimits.CheckMessage(TransactionalMessageId);

    private protected override void WriteFields(ref JsonFields fields)
    {
        TransactionalMessageId.Write(ref fields);
        fields.Text("to"u8, To);
        fields.Text("title"u8, Title);
        fields.Text("message"u8, Message);
        fields.Text("image_url"u8, ImageUrl);
        fields.Text("link"u8, Link);
        fields.Text("sound"u8, Sound);
        fields.Attributes("custom_data"u8, CustomData);
        CustomDevice?.Write(fields.Name("custom_device"u8), "token"u8);
        fields.Attributes("custom_payload"u8, CustomPayload);
        fields.Flag("send_to_unsubscribed"u8, SendToUnsubscribed);
    }
}
