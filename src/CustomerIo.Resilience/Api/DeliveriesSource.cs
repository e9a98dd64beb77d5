using System.Runtime.InteropServices;
using CustomerIo.Resilience.Track;

namespace CustomerIo.Resilience.Api;

/// <summary>What the deliveries of an export belong to.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DeliveriesSource
{
    private readonly SourceKind _kind;
    private readonly long _id;

    private DeliveriesSource(SourceKind kind, long id)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(id);
        _kind = kind;
        _id = id;
    }

    private enum SourceKind
    {
        None,
        Newsletter,
        Campaign,
        TransactionalMessage,
        Action,
    }

    internal bool IsGiven => _kind is not SourceKind.None;

    /// <summary>A newsletter.</summary>
    public static DeliveriesSource Newsletter(long newsletterId) => new(SourceKind.Newsletter, newsletterId);

    /// <summary>A campaign.</summary>
    public static DeliveriesSource Campaign(long campaignId) => new(SourceKind.Campaign, campaignId);

    /// <summary>A transactional message.</summary>
    public static DeliveriesSource TransactionalMessage(long messageId) =>
        new(SourceKind.TransactionalMessage, messageId);

    /// <summary>An action of a campaign.</summary>
    public static DeliveriesSource Action(long actionId) => new(SourceKind.Action, actionId);

    internal void Write(ref JsonFields fields)
    {
        ReadOnlySpan<byte> name = _kind switch
        {
            SourceKind.Newsletter => "newsletter_id"u8,
            SourceKind.Campaign => "campaign_id"u8,
            SourceKind.TransactionalMessage => "transactional_message_id"u8,
            _ => "action_id"u8,
        };
        fields.Number(name, _id);
    }
}
