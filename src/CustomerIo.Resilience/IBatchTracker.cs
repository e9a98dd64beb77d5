namespace CustomerIo.Resilience;

/// <summary>
/// Sends in the background: every call gives back at once, and operations leave together, after at most
/// <see cref="DeliveryOptions.FlushInterval"/>. Order, limits, deduplication and the way through an outage are those of
/// <see cref="ICustomerIoClient"/>; the two can be mixed. The result is <see cref="DeliveryStatus.Queued"/>,
/// <see cref="DeliveryStatus.Duplicate"/>, or <see cref="DeliveryStatus.Rejected"/> when the operation was not taken. With
/// <see cref="Durability.WriteAhead"/> every call blocks until the store has the operation, and the result is
/// <see cref="DeliveryStatus.Stored"/>; the methods that end in <c>Async</c> do the same without keeping a thread.
/// </summary>
public interface IBatchTracker
{
    /// <inheritdoc cref="ICustomerIoClient.TrackAsync(PersonId, string, Dictionary{string, object?}?, EventOptions, CancellationToken)"/>
    DeliveryResult Enqueue(
        PersonId person, string name, Dictionary<string, object?>? data = null, EventOptions options = default);

    /// <inheritdoc cref="ICustomerIoClient.TrackAsync{TEvent}"/>
    DeliveryResult Enqueue<TEvent>(PersonId person, TEvent data, EventOptions options = default)
        where TEvent : ICustomerIoEvent<TEvent>;

    /// <inheritdoc cref="ICustomerIoClient.PageAsync"/>
    DeliveryResult EnqueuePage(
        PersonId person, string name, Dictionary<string, object?>? data = null, EventOptions options = default);

    /// <inheritdoc cref="ICustomerIoClient.ScreenAsync"/>
    DeliveryResult EnqueueScreen(
        PersonId person, string name, Dictionary<string, object?>? data = null, EventOptions options = default);

    /// <inheritdoc cref="ICustomerIoClient.IdentifyAsync(PersonId, Dictionary{string, object?}?, IdentifyOptions, CancellationToken)"/>
    DeliveryResult EnqueueIdentify(
        PersonId person, Dictionary<string, object?>? attributes = null, IdentifyOptions options = default);

    /// <inheritdoc cref="ICustomerIoClient.IdentifyAsync{TAttributes}"/>
    DeliveryResult EnqueueIdentify<TAttributes>(PersonId person, TAttributes attributes, IdentifyOptions options = default)
        where TAttributes : ICustomerIoAttributes<TAttributes>;

    /// <summary>
    /// <see cref="Enqueue(PersonId, string, Dictionary{string, object?}?, EventOptions)"/> without keeping the thread: with
    /// <see cref="Durability.WriteAhead"/> it ends when the store has the operation, otherwise at once.
    /// </summary>
    /// <inheritdoc cref="ICustomerIoClient.TrackAsync(PersonId, string, Dictionary{string, object?}?, EventOptions, CancellationToken)"/>
    ValueTask<DeliveryResult> EnqueueAsync(
        PersonId person,
        string name,
        Dictionary<string, object?>? data = null,
        EventOptions options = default,
        CancellationToken cancellationToken = default);

    /// <inheritdoc cref="EnqueueAsync(PersonId, string, Dictionary{string, object?}?, EventOptions, CancellationToken)"/>
    ValueTask<DeliveryResult> EnqueueAsync<TEvent>(
        PersonId person, TEvent data, EventOptions options = default, CancellationToken cancellationToken = default)
        where TEvent : ICustomerIoEvent<TEvent>;

    /// <inheritdoc cref="EnqueueAsync(PersonId, string, Dictionary{string, object?}?, EventOptions, CancellationToken)"/>
    ValueTask<DeliveryResult> EnqueuePageAsync(
        PersonId person,
        string name,
        Dictionary<string, object?>? data = null,
        EventOptions options = default,
        CancellationToken cancellationToken = default);

    /// <inheritdoc cref="EnqueueAsync(PersonId, string, Dictionary{string, object?}?, EventOptions, CancellationToken)"/>
    ValueTask<DeliveryResult> EnqueueScreenAsync(
        PersonId person,
        string name,
        Dictionary<string, object?>? data = null,
        EventOptions options = default,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// <see cref="EnqueueIdentify(PersonId, Dictionary{string, object?}?, IdentifyOptions)"/> without keeping the thread: with
    /// <see cref="Durability.WriteAhead"/> it ends when the store has the operation, otherwise at once.
    /// </summary>
    /// <inheritdoc cref="ICustomerIoClient.IdentifyAsync(PersonId, Dictionary{string, object?}?, IdentifyOptions, CancellationToken)"/>
    ValueTask<DeliveryResult> EnqueueIdentifyAsync(
        PersonId person,
        Dictionary<string, object?>? attributes = null,
        IdentifyOptions options = default,
        CancellationToken cancellationToken = default);

    /// <inheritdoc cref="EnqueueIdentifyAsync(PersonId, Dictionary{string, object?}?, IdentifyOptions, CancellationToken)"/>
    ValueTask<DeliveryResult> EnqueueIdentifyAsync<TAttributes>(
        PersonId person, TAttributes attributes, IdentifyOptions options = default, CancellationToken cancellationToken = default)
        where TAttributes : ICustomerIoAttributes<TAttributes>;

    /// <summary>Sends what waits in memory now, or stores it, and gives what became of it by the deadline.</summary>
    /// <param name="deadline">The longest wait. What remains after it is sent later.</param>
    /// <param name="cancellationToken">Ends the waiting; the sending goes on.</param>
    Task<FlushResult> FlushAsync(TimeSpan deadline, CancellationToken cancellationToken = default);
}
