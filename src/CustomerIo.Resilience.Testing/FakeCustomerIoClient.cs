using CustomerIo.Resilience.Delivery.Intake;
using CustomerIo.Resilience.Delivery.Lanes;
using CustomerIo.Resilience.Events;
using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Testing.Fakes;

namespace CustomerIo.Resilience.Testing;

/// <summary>
/// A client for unit tests, in memory: it records what it is asked, and answers <see cref="DeliveryStatus.Delivered"/>,
/// or what the test tells it to. No host, no network, no waiting. The arguments go through the checks and the writer of
/// the real client: what that refuses is refused here, with the same words. Safe to use from any thread.
/// </summary>
/// <remarks>
/// It simulates no workspace: a delete or a merge is recorded and changes nothing. For that there is
/// <see cref="CustomerIoSimulator"/>.
/// </remarks>
/// <example>
/// <code>
/// var fake = new FakeCustomerIoClient();
/// await new Orders(fake, fake).PlacedAsync("42", 99.90m);
/// fake.ShouldHaveTracked("42", "order_placed", new() { ["total"] = 99.90m });
/// </code>
/// </example>
public sealed partial class FakeCustomerIoClient : ICustomerIoClient, IBatchTracker
{
    private readonly CustomerIoOptions _options = new() { SiteId = "fake" };
    private readonly TimeProvider _time;
    private readonly UlidSource _ulids;
    private readonly EventIdentity _identity;
    private volatile OperationLog _log = new();
    private volatile DuplicateFilter _repeats;

    /// <summary>A fake that has recorded nothing.</summary>
    /// <param name="time">The clock of ids and times; null, the default, is the system's.</param>
    /// <param name="configure">
    /// Changes options. Those of <see cref="CustomerIoOptions.Idempotency"/> and the two stamps of
    /// <see cref="CustomerIoOptions.Delivery"/> have an effect, and <see cref="CustomerIoOptions.SiteId"/>, which goes
    /// into the ids that idempotency keys give; its default is <c>fake</c>.
    /// </param>
    public FakeCustomerIoClient(TimeProvider? time = null, Action<CustomerIoOptions>? configure = null)
    {
        configure?.Invoke(_options);
        _time = time ?? TimeProvider.System;
        _ulids = new UlidSource(_time);
        _identity = new EventIdentity(_options.SiteId ?? string.Empty, _ulids);
        _repeats = new DuplicateFilter(_options.Idempotency, _time);
    }

    /// <summary>
    /// What was taken, in the order of the calls; a snapshot. Each tells in its result what was answered.
    /// </summary>
    public IReadOnlyList<RecordedOperation> Operations => _log.Taken;

    /// <summary>The events, page views and screen views among <see cref="Operations"/>, anonymous ones too.</summary>
    public IReadOnlyList<RecordedOperation> Events => [.. Operations.Where(static one => one.Kind.IsEvent())];

    /// <summary>
    /// The calls that were answered without being taken: what breaks a limit, and what repeats an idempotency key.
    /// Their results say why. A call that throws is in neither list.
    /// </summary>
    public IReadOnlyList<RecordedOperation> NotTaken => _log.NotTaken;

    /// <summary>
    /// Whether Customer.io cannot be reached: calls are answered <see cref="DeliveryStatus.Stored"/>, background ones
    /// become so with the next flush. Default: false. A response the test gave comes first.
    /// </summary>
    public bool IsOutage
    {
        get => _log.IsOutage;
        set => _log.IsOutage = value;
    }

    /// <summary>The events, page views and screen views of a person.</summary>
    /// <param name="person">The person, by the identifier that the calls used.</param>
    public IReadOnlyList<RecordedOperation> EventsOf(PersonId person) =>
        [.. Events.Where(one => Equals(one.Key, EntityKey.Person(person)))];

    /// <summary>
    /// Answers operations with a result, in place of <see cref="DeliveryStatus.Delivered"/>. Of several responses that
    /// fit, the one given first answers, until it is used up. A background call is told
    /// <see cref="DeliveryStatus.Queued"/> all the same, unless the reason is <see cref="RejectionReason.QueueFull"/>
    /// or <see cref="RejectionReason.Stopped"/>.
    /// </summary>
    /// <param name="result">The result; its id is replaced by the operation's, but for a duplicate's.</param>
    /// <param name="times">How often; null, the default, without end.</param>
    /// <param name="when">Which operations; null, the default, all.</param>
    public void RespondWith(DeliveryResult result, int? times = null, Func<RecordedOperation, bool>? when = null) =>
        RespondWith(_ => Task.FromResult(result), times, when);

    /// <summary>
    /// Same, with a task that the test completes when it wants, such as that of a
    /// <see cref="TaskCompletionSource{TResult}"/>; until then the call is under way. What the function or its task
    /// throws comes to whoever awaits the call.
    /// </summary>
    /// <param name="respond">Gives the result of an operation.</param>
    /// <param name="times">How often; null, the default, without end.</param>
    /// <param name="when">Which operations; null, the default, all.</param>
    public void RespondWith(
        Func<RecordedOperation, Task<DeliveryResult>> respond,
        int? times = null,
        Func<RecordedOperation, bool>? when = null)
    {
        ArgumentNullException.ThrowIfNull(respond);
        if (times is { } number)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(number, nameof(times));
        }

        _log.Add(new Response(respond, when, times));
    }

    /// <summary>
    /// Waits until something is true, for code that calls from a thread of its own; looks at every call.
    /// </summary>
    /// <param name="condition">What to wait for.</param>
    /// <param name="timeout">How long at most, by the system's clock; null, the default, means 30 seconds.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="TimeoutException">
    /// It did not become true in time; the message lists what was recorded.
    /// </exception>
    public async Task WaitForAsync(
        Func<FakeCustomerIoClient, bool> condition,
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(condition);
        TimeSpan limit = timeout ?? TimeSpan.FromSeconds(30);
        long started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            Task change = _log.NextChangeAsync();
            if (condition(this))
            {
                return;
            }

            TimeSpan left = limit - TimeProvider.System.GetElapsedTime(started);
            try
            {
                await change.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (TimeoutException exception)
            {
                throw new TimeoutException(
                    $"The condition did not become true within {limit}. {Report.Everything(_log)}", exception);
            }
        }
    }

    /// <summary>Forgets what was recorded, all responses, the outage and the idempotency keys.</summary>
    public void Reset()
    {
        _log = new OperationLog();
        _repeats = new DuplicateFilter(_options.Idempotency, _time);
    }

    private OperationIntake IntakeOf(RecordingSink sink) =>
        new(sink, _options.Delivery, _ulids, _time, _identity, _repeats, meter: null);

    private Task<DeliveryResult> RecordAsync(RecordedOperation call, Func<CustomerIoClient, Task<DeliveryResult>> send)
    {
        OperationLog log = _log;
        RecordingSink sink = new(log, call);
        Task<DeliveryResult> answer = send(new CustomerIoClient(IntakeOf(sink), sink));
        if (!call.IsTaken && !answer.IsCanceled)
        {
            _ = NoteAsync(call, answer);
            log.AddNotTaken(call);
        }

        return answer;
    }

    private DeliveryResult Record(RecordedOperation call, Func<BatchTracker, DeliveryResult> enqueue)
    {
        OperationLog log = _log;
        RecordingSink sink = new(log, call);
        DeliveryResult answer = enqueue(new BatchTracker(IntakeOf(sink), sink, Durability.OnFailure));
        if (!call.IsTaken)
        {
            call.Result = answer;
            log.AddNotTaken(call);
        }

        return answer;
    }

    private static ValueTask<DeliveryResult> EndAtOnceAsync(Func<DeliveryResult> enqueue, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<DeliveryResult>(cancellationToken) : new(enqueue());

    // Known at once, but for a repeat of an operation that is still under way.
    private static async Task NoteAsync(RecordedOperation call, Task<DeliveryResult> answer)
    {
        await Task.WhenAny(answer).ConfigureAwait(false);
        if (answer.IsCompletedSuccessfully)
        {
            call.Result = await answer.ConfigureAwait(false);
        }
    }
}
