using CustomerIo.Resilience.Track;

namespace CustomerIo.Resilience.Api;

/// <summary>A transactional email. What is set here comes before what the template has.</summary>
public sealed class SendEmailRequest : TransactionalRequest
{
    /// <summary>
    /// The addresses, separated by commas, each with or without a name. At most 15 in to, cc and bcc together (App API
    /// reference).
    /// </summary>
    public required string To { get; init; }

    /// <summary>
    /// The template. Without one, <see cref="Body"/>, <see cref="Subject"/> and <see cref="From"/> are needed, and
    /// Customer.io counts the message under number 1.
    /// </summary>
    public TransactionalMessageId? TransactionalMessageId { get; init; }

    /// <summary>Copies go to these addresses, separated by commas.</summary>
    public string? Cc { get; init; }

    /// <summary>Blind copies go to these addresses, separated by commas.</summary>
    public string? Bcc { get; init; }

    /// <summary>Whether blind copies go out as messages of their own. Default at Customer.io: true.</summary>
    public bool? FakeBcc { get; init; }

    /// <summary>The sender.</summary>
    public string? From { get; init; }

    /// <summary>Where replies go.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>The subject line.</summary>
    public string? Subject { get; init; }

    /// <summary>The preview text behind the subject line.</summary>
    public string? Preheader { get; init; }

    /// <summary>The content as HTML.</summary>
    public string? Body { get; init; }

    /// <summary>The content as plain text.</summary>
    public string? BodyPlain { get; init; }

    /// <summary>The content as AMP.</summary>
    public string? BodyAmp { get; init; }

    /// <summary>Headers of the email, sent as an object as Customer.io's own libraries do.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>Attached files, together under 2 MB.</summary>
    public EmailAttachments? Attachments { get; init; }

    /// <summary>Whether to leave the style sheets as they are. Default at Customer.io: false.</summary>
    public bool? DisableCssPreprocessing { get; init; }

    /// <summary>Whether opens and clicks are tracked. Default at Customer.io: true.</summary>
    public bool? Tracked { get; init; }

    /// <summary>Whether people who unsubscribed get it too. Default at Customer.io: true.</summary>
    public bool? SendToUnsubscribed { get; init; }

    internal override string Path => "/v1/send/email";

    internal override string? Check() => base.Check() ?? SendLimits.CheckRecipients(To, Cc, Bcc) ?? CheckContent();

    private protected override void WriteFields(ref JsonFields fields)
    {
        TransactionalMessageId?.Write(ref fields);
        fields.Text("to"u8, To);
        fields.Text("cc"u8, Cc);
        fields.Text("bcc"u8, Bcc);
        fields.Flag("fake_bcc"u8, FakeBcc);
        fields.Text("from"u8, From);
        fields.Text("reply_to"u8, ReplyTo);
        fields.Text("subject"u8, Subject);
        fields.Text("preheader"u8, Preheader);
        fields.Text("body"u8, Body);
        fields.Text("body_plain"u8, BodyPlain);
        fields.Text("body_amp"u8, BodyAmp);
        fields.Strings("headers"u8, Headers);
        Attachments?.Write(ref fields);
        fields.Flag("disable_css_preprocessing"u8, DisableCssPreprocessing);
        fields.Flag("tracked"u8, Tracked);
        fields.Flag("send_to_unsubscribed"u8, SendToUnsubscribed);
    }

    private string? CheckContent() =>
        TransactionalMessageId is null && (Body is null || Subject is null || From is null)
            ? "An email without a transactional message needs its own Body, Subject and From. Set them, or set " +
              "TransactionalMessageId."
            : null;
}
