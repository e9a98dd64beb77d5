using CustomerIo.Resilience.Track;

namespace CustomerIo.Resilience.Api;

/// <summary>A transactional message to a phone number. What is set here comes before what the template has.</summary>
public abstract class PhoneRequest : TransactionalRequest
{
    private protected PhoneRequest()
    {
    }

    /// <summary>The template.</summary>
    public required TransactionalMessageId TransactionalMessageId { get; init; }

    /// <summary>The phone number, in the form +14155552671.</summary>
    public required string To { get; init; }

    /// <summary>The number or sender that the message comes from.</summary>
    public string? From { get; init; }

    /// <summary>Whether clicks are tracked. Default at Customer.io: true.</summary>
    public bool? Tracked { get; init; }

    /// <summary>Whether people who unsubscribed get it too. Default at Customer.io: true.</summary>
    public bool? SendToUnsubscribed { get; init; }

    internal override string? Check() => base.Check()
        ?? SendLimits.CheckMessage(TransactionalMessageId)
        ?? (string.IsNullOrWhiteSpace(To) ? "The message has no recipient. Set To to a phone number." : null);

    private protected override void WriteFields(ref JsonFields fields)
    {
        TransactionalMessageId.Write(ref fields);
        fields.Text("to"u8, To);
        fields.Text("from"u8, From);
        fields.Flag("tracked"u8, Tracked);
        fields.Flag("send_to_unsubscribed"u8, SendToUnsubscribed);
    }
}
