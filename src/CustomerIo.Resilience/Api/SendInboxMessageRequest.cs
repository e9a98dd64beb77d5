using CustomerIo.Resilience.Track;

namespace CustomerIo.Resilience.Api;

/// <summary>A transactional inbox message; its content comes from the template. Web only (App API reference).</summary>
public sealed class SendInboxMessageRequest : TransactionalRequest
{
    /// <summary>The template.</summary>
    public required TransactionalMessageId TransactionalMessageId { get; init; }

    /// <summary>Another recipient than the person; hardly ever needed.</summary>
    public string? To { get; init; }

    internal override string Path => "/v1/send/inbox_message";

    internal override string? Check() => base.Check() ?? SendLimits.CheckMessage(TransactionalMessageId);

    private protected override void WriteFields(ref JsonFields fields)
    {
        TransactionalMessageId.Write(ref fields);
        fields.Text("to"u8, To);
    }
}
