using CustomerIo.Resilience.Events;
using CustomerIo.Resilience.Track;

namespace CustomerIo.Resilience.Api;

/// <summary>What every transactional message has.</summary>
public abstract class TransactionalRequest
{
    private protected TransactionalRequest()
    {
    }

    /// <summary>The person the message is for, and to whose history it belongs.</summary>
    public required PersonId Person { get; init; }

    /// <summary>What the message's template refers to as <c>trigger</c>.</summary>
    public Dictionary<string, object?>? MessageData { get; init; }

    /// <summary>
    /// When to send, sent as Unix seconds; at most 90 days ahead. Default: at once, as for a time in the past (App API
    /// reference).
    /// </summary>
    public DateTimeOffset? SendAt { get; init; }

    /// <summary>Whether to hold the message as a draft for someone to send. Default at Customer.io: false.</summary>
    public bool? QueueDraft { get; init; }

    /// <summary>
    /// Whether to make a message of this trigger name if there is none; its number does nothing here. Default at
    /// Customer.io: false.
    /// </summary>
    public bool? AutoCreate { get; init; }

    /// <summary>Whether not to keep the message's content. Default at Customer.io: false.</summary>
    public bool? DisableMessageRetention { get; init; }

    /// <summary>The language of the message, over the person's own.</summary>
    public string? Language { get; init; }

    /// <summary>
    /// Customer.io cannot recognise a repeated message, so after an outcome that nobody knows (a timeout, a connection
    /// that broke) the call ends with <see cref="CustomerIoErrorReason.OutcomeUnknown"/>. True has it retried instead:
    /// the person may then get the message twice. Default: false.
    /// </summary>
    public bool AllowRetryWhenOutcomeUnknown { get; init; }

    internal abstract string Path { get; }

    internal virtual string? Check() => Limits.CheckPerson(Person);

    internal JsonBuffer ToJson()
    {
        JsonBuffer json = new();
        JsonFields fields = new(json);
        WriteFields(ref fields);
        fields.Person("identifiers"u8, Person);
        fields.Attributes("message_data"u8, MessageData);
        fields.Time("send_at"u8, SendAt);
        fields.Flag("queue_draft"u8, QueueDraft);
        fields.Flag("auto_create"u8, AutoCreate);
        fields.Flag("disable_message_retention"u8, DisableMessageRetention);
        fields.Text("language"u8, Language);
        fields.End();
        return json;
    }

    private protected abstract void WriteFields(ref JsonFields fields);
}
