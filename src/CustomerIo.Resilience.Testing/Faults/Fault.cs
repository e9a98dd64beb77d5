namespace CustomerIo.Resilience.Testing;

/// <summary>One way in which a request goes wrong. Immutable; the same one may be played any number of times.</summary>
public sealed record Fault
{
    private Fault(FaultKind kind) => Kind = kind;

    /// <summary>What goes wrong.</summary>
    public FaultKind Kind { get; }

    /// <summary>How long the simulator waits before anything else happens, by its own clock.</summary>
    public TimeSpan Delay { get; private init; }

    /// <summary>The status of the answer, for <see cref="FaultKind.Status"/>.</summary>
    public int StatusCode { get; private init; }

    /// <summary>The body of the answer; null for none.</summary>
    public string? Body { get; private init; }

    /// <summary>Headers of the answer.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; private init; } = [];

    /// <summary>The form of <c>Retry-After</c>.</summary>
    public RetryAfterForm RetryAfter { get; private init; }

    /// <summary>What <c>Retry-After</c> asks for.</summary>
    public TimeSpan RetryAfterDelay { get; private init; }

    /// <summary>The places in the batch to refuse, from 0; empty when they are drawn.</summary>
    public IReadOnlyList<int> Items { get; private init; } = [];

    /// <summary>The share of items to refuse, from 0 to 1, drawn from the seed.</summary>
    public double ItemShare { get; private init; }

    /// <summary>The pause between two bytes of a slow body.</summary>
    public TimeSpan BytePause { get; private init; }

    /// <summary>Whether the request takes effect although the answer is spoilt.</summary>
    public bool IsAccepted { get; private init; }

    /// <summary>The request is handled as usual, but only after this time.</summary>
    /// <param name="delay">How long to wait; zero or more.</param>
    /// <returns>The fault.</returns>
    public static Fault Latency(TimeSpan delay) => new Fault(FaultKind.Latency).WithLatency(delay);

    /// <summary>An answer with this status; nothing is accepted.</summary>
    /// <param name="statusCode">The status, from 200 to 599.</param>
    /// <param name="body">The body, sent as JSON; null for none.</param>
    /// <param name="headers">Further headers.</param>
    /// <returns>The fault.</returns>
    public static Fault Status(
        int statusCode, string? body = null, params IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(statusCode, 200);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(statusCode, 599);
        ArgumentNullException.ThrowIfNull(headers);
        return new Fault(FaultKind.Status) { StatusCode = statusCode, Body = body, Headers = [.. headers] };
    }

    /// <summary>503, as a proxy says it: with a line of HTML.</summary>
    /// <returns>The fault.</returns>
    public static Fault ServiceUnavailable() => Status(
        503, "<html><body>Service Unavailable</body></html>", KeyValuePair.Create("Content-Type", "text/html"));

    /// <summary>429, too many requests.</summary>
    /// <param name="form">The form of <c>Retry-After</c>.</param>
    /// <param name="retryAfter">What it asks for; used to whole seconds.</param>
    /// <returns>The fault.</returns>
    public static Fault TooManyRequests(
        RetryAfterForm form = RetryAfterForm.Absent, TimeSpan retryAfter = default) =>
        Status(429) with { RetryAfter = form, RetryAfterDelay = retryAfter };

    /// <summary>
    /// No answer until the client gives up, in which case nothing was accepted, or until
    /// <see cref="FaultPlan.ReleaseHung"/>, after which the request is handled as usual.
    /// </summary>
    /// <returns>The fault.</returns>
    public static Fault Hang() => new(FaultKind.Hang);

    /// <summary>The connection is reset and nothing was accepted.</summary>
    /// <returns>The fault.</returns>
    public static Fault ResetBeforeAcceptance() => new(FaultKind.ResetBeforeAcceptance);

    /// <summary>
    /// The request takes effect, then the connection is reset without an answer: what a timeout or a reset may mean,
    /// and why repeats need a ULID.
    /// </summary>
    /// <returns>The fault.</returns>
    public static Fault ResetAfterAcceptance() => new(FaultKind.ResetAfterAcceptance) { IsAccepted = true };

    /// <summary>The items at these places of a batch are refused, the rest is accepted: a 207.</summary>
    /// <param name="items">Places from 0; those past the end of the batch are left alone.</param>
    /// <returns>The fault.</returns>
    public static Fault RejectItems(params int[] items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return new Fault(FaultKind.RejectItems) { Items = [.. items], IsAccepted = true };
    }

    /// <summary>A share of the items of a batch, drawn from the seed, is refused: a 207.</summary>
    /// <param name="share">The probability of each item, from 0 to 1.</param>
    /// <returns>The fault.</returns>
    public static Fault RejectItemsAtRandom(double share)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        return new Fault(FaultKind.RejectItems) { ItemShare = share, IsAccepted = true };
    }

    /// <summary>The request takes effect and its answer dribbles in.</summary>
    /// <param name="bytePause">The pause between two bytes.</param>
    /// <returns>The fault.</returns>
    public static Fault SlowBody(TimeSpan bytePause)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytePause, TimeSpan.Zero);
        return new Fault(FaultKind.SlowBody) { BytePause = bytePause, IsAccepted = true };
    }

    /// <summary>A 200 whose body is no JSON.</summary>
    /// <param name="accepted">Whether the request takes effect.</param>
    /// <returns>The fault.</returns>
    public static Fault Garbage(bool accepted = true) =>
        new(FaultKind.Garbage) { Body = "<html>not JSON", IsAccepted = accepted };

    /// <summary>The same fault after a wait.</summary>
    /// <param name="delay">How long to wait; zero or more.</param>
    /// <returns>The fault.</returns>
    public Fault WithLatency(TimeSpan delay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        return this with { Delay = delay };
    }

    /// <inheritdoc/>
    public override string ToString() => Kind == FaultKind.Status ? $"Status {StatusCode}" : Kind.ToString();
}
