using CustomerIo.Resilience.Track;

namespace CustomerIo.Resilience.Api;

/// <summary>A transactional in-app message; its content comes from the template.</summary>
public sealed class SendInAppRequest : TransactionalRequest
{
    /// <summary>The template.</summary>
    public required TransactionalMessageId TransactionalMessageId { get; init; }

    internal override string Path => "/v1/send/in_app";

    internal override string? Check() => base.Check() ?? SendLimits.CheckMessage(TransactionalMessageId);

    private protected override void WriteFields(ref JsonFields fields) => TransactionalMessageId.Write(ref fields);
}
