namespace CustomerIo.Resilience.AspNetCore;

/// <summary>How reporting webhooks are verified, answered and handled; validated when the host starts.</summary>
public sealed class CustomerIoWebhookOptions
{
    /// <summary>
    /// The signing secrets, from the page of the webhook in Customer.io. A request passes with any of them: while one
    /// takes the place of another, and for several workspaces. Without any, the environment variable
    /// <c>CUSTOMERIO_WEBHOOK_SIGNING_SECRET</c> is read; without that, the host does not start. Changes in the
    /// configuration take effect with the next request; all other options are read once.
    /// </summary>
    public IList<string> SigningSecrets { get; } = [];

    /// <summary>
    /// How far a request's timestamp may be from the clock, before or after. Default: 5 min. From 1 s to 8 days.
    /// </summary>
    public TimeSpan ReplayWindow { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The longest body that is read, in bytes. Default: 1,000,000. From 1,000 to 30,000,000.</summary>
    public int MaxBodyBytes { get; set; } = 1_000_000;

    /// <summary>The most handlers that run at once. Default: 8. From 1 to 1,000.</summary>
    public int Concurrency { get; set; } = 8;

    /// <summary>
    /// The most events that wait for a handler; more are answered 503. Default: 1,000. From 1 to 100,000.
    /// </summary>
    public int QueueCapacity { get; set; } = 1_000;

    /// <summary>
    /// The most bytes of the events that wait or are being handled; more are answered 503. Default: 64,000,000. From
    /// <see cref="MaxBodyBytes"/> to 10,000,000,000.
    /// </summary>
    public long QueueBytes { get; set; } = 64_000_000;

    /// <summary>
    /// How long a request waits for its handler, from when it came in. Customer.io gives up after 4 s. Default: 2 s.
    /// From 50 ms to 3.5 s.
    /// </summary>
    public TimeSpan AnswerWithin { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Whether an event that waits or is being handled after <see cref="AnswerWithin"/> is answered 200, after which
    /// Customer.io does not send it again. <see langword="false"/>: it is answered 503, is handled all the same, and
    /// Customer.io's next try is answered with what came of it; nothing is acknowledged before it is done, but the
    /// events behind it wait. Default: <see langword="true"/>.
    /// </summary>
    public bool AcknowledgeUnfinished { get; set; } = true;

    /// <summary>
    /// After how long the cancellation token of a handler is cancelled. Default: 1 min. From 1 s to 1 h.
    /// </summary>
    public TimeSpan HandlerTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The most handled events that are kept in mind, to recognise repeats, for each mapped address; the oldest are
    /// forgotten first. Default: 100,000, about 20 MB. From 1 to 10,000,000.
    /// </summary>
    public int RememberEvents { get; set; } = 100_000;

    /// <summary>
    /// For how long handled events are kept in mind. Default: 8 days, since Customer.io tries again for 7. From 1 min
    /// to 30 days.
    /// </summary>
    public TimeSpan RememberFor { get; set; } = TimeSpan.FromDays(8);
}
