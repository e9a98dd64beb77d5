using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Testing;

/// <content>The two interfaces: each call goes to the real face, with a record of what was passed.</content>
public sealed partial class FakeCustomerIoClient
{
    /// <inheritdoc/>
    public Task<DeliveryResult> IdentifyAsync(
        PersonId person,
        Dictionary<string, object?>? attributes = null,
        IdentifyOptions options = default,
        CancellationToken cancellationToken = default) =>
        RecordAsync(
            About(OperationKind.Identify, person, attributes),
            face => face.IdentifyAsync(person, attributes, options, cancellationToken));

    /// <inheritdoc/>
    public Task<DeliveryResult> IdentifyAsync<TAttributes>(
        PersonId person,
        TAttributes attributes,
        IdentifyOptions options = default,
        CancellationToken cancellationToken = default)
        where TAttributes : ICustomerIoAttributes<TAttributes> =>
        RecordAsync(
            About(OperationKind.Identify, person, attributes),
            face => face.IdentifyAsync(person, attributes, options, cancellationToken));

    /// <inheritdoc/>
    public Task<DeliveryResult> TrackAsync<TEvent>(
        PersonId person, TEvent data, EventOptions options = default, CancellationToken cancellationToken = default)
        where TEvent : ICustomerIoEvent<TEvent> =>
        RecordAsync(
            Event(OperationKind.Event, person, TEvent.EventName, data, options),
            face => face.TrackAsync(person, data, options, cancellationToken));

    /// <inheritdoc/>
    public Task<DeliveryResult> TrackAsync(
        PersonId person,
        string name,
        Dictionary<string, object?>? data = null,
        EventOptions options = default,
        CancellationToken cancellationToken = default) =>
        RecordAsync(
            Event(OperationKind.Event, person, name, data, options),
            face => face.TrackAsync(person, name, data, options, cancellationToken));

    /// <inheritdoc/>
    public Task<DeliveryResult> PageAsync(
        PersonId person,
        string name,
        Dictionary<string, object?>? data = null,
        EventOptions options = default,
        CancellationToken cancellationToken = default) =>
        RecordAsync(
            Event(OperationKind.Page, person, name, data, options),
            face => face.PageAsync(person, name, data, options, cancellationToken));

    /// <inheritdoc/>
    public Task<DeliveryResult> ScreenAsync(
        PersonId person,
        string name,
        Dictionary<string, object?>? data = null,
        EventOptions options = default,
        CancellationToken cancellationToken = default) =>
        RecordAsync(
            Event(OperationKind.Screen, person, name, data, options),
            face => face.ScreenAsync(person, name, data, options, cancellationToken));

    /// <inheritdoc/>
    public Task<DeliveryResult> TrackAnonymousAsync(
        string anonymousId,
        string name,
        Dictionary<string, object?>? data = null,
        EventOptions options = default,
        CancellationToken cancellationToken = default) =>
        RecordAsync(
            Anonymous(anonymousId, name, data, options),
            face => face.TrackAnonymousAsync(anonymousId, name, data, options, cancellationToken));

    /// <inheritdoc/>
    public Task<DeliveryResult> TrackAnonymousAsync<TEvent>(
        string anonymousId, TEvent data, EventOptions options = default, CancellationToken cancellationToken = default)
        where TEvent : ICustomerIoEvent<TEvent> =>
        RecordAsync(
            Anonymous(anonymousId, TEvent.EventName, data, options),
            face => face.TrackAnonymousAsync(anonymousId, data, options, cancellationToken));

    /// <inheritdoc/>
    public Task<DeliveryResult> AddDeviceAsync(
        PersonId person, Device device, CancellationToken cancellationToken = default) =>
        RecordAsync(
            About(OperationKind.AddDevice, person, device),
            face => face.AddDeviceAsync(person, device, cancellationToken));

    /// <inheritdoc/>
    public Task<DeliveryResult> DeleteDeviceAsync(
        PersonId person, string token, CancellationToken cancellationToken = default) =>
        RecordAsync(
            About(OperationKind.DeleteDevice, person, token),
            face => face.DeleteDeviceAsync(person, token, cancellationToken));

    /// <inheritdoc/>
    public Task<DeliveryResult> MergeAsync(
        PersonId primary, PersonId secondary, CancellationToken cancellationToken = default) =>
        RecordAsync(
            new RecordedOperation(OperationKind.Merge) { Person = primary, MergedPerson = secondary },
            face => face.MergeAsync(primary, secondary, cancellationToken));

    /// <inheritdoc/>
    public Task<DeliveryResult> SuppressAsync(PersonId person, CancellationToken cancellationToken = default) =>
        RecordAsync(About(OperationKind.Suppress, person), face => face.SuppressAsync(person, cancellationToken));

    /// <inheritdoc/>
    public Task<DeliveryResult> UnsuppressAsync(PersonId person, CancellationToken cancellationToken = default) =>
        RecordAsync(About(OperationKind.Unsuppress, person), face => face.UnsuppressAsync(person, cancellationToken));

    /// <inheritdoc/>
    public Task<DeliveryResult> DeleteAsync(PersonId person, CancellationToken cancellationToken = default) =>
        RecordAsync(About(OperationKind.Delete, person), face => face.DeleteAsync(person, cancellationToken));

    /// <inheritdoc/>
    public Task<DeliveryResult> EraseAsync(PersonId person, CancellationToken cancellationToken = default) =>
        RecordAsync(About(OperationKind.Suppress, person), face => face.EraseAsync(person, cancellationToken));

    /// <inheritdoc/>
    public Task<DeliveryResult> IdentifyObjectAsync(
        ObjectId id,
        Dictionary<string, object?>? attributes = null,
        IReadOnlyList<PersonRelationship>? people = null,
        CancellationToken cancellationToken = default) =>
        RecordAsync(
            new RecordedOperation(OperationKind.IdentifyObject) { ObjectId = id, Data = attributes },
            face => face.IdentifyObjectAsync(id, attributes, people, cancellationToken));

    /// <inheritdoc/>
    public Task<DeliveryResult> DeleteObjectAsync(ObjectId id, CancellationToken cancellationToken = default) =>
        RecordAsync(
            new RecordedOperation(OperationKind.DeleteObject) { ObjectId = id },
            face => face.DeleteObjectAsync(id, cancellationToken));

    /// <inheritdoc/>
    public Task<DeliveryResult> AddRelationshipsAsync(
        PersonId person, IReadOnlyList<ObjectRelationship> objects, CancellationToken cancellationToken = default) =>
        RecordAsync(
            About(OperationKind.AddRelationships, person, objects),
            face => face.AddRelationshipsAsync(person, objects, cancellationToken));

    /// <inheritdoc/>
    public Task<DeliveryResult> DeleteRelationshipsAsync(
        PersonId person, IReadOnlyList<ObjectRelationship> objects, CancellationToken cancellationToken = default) =>
        RecordAsync(
            About(OperationKind.DeleteRelationships, person, objects),
            face => face.DeleteRelationshipsAsync(person, objects, cancellationToken));

    /// <inheritdoc/>
    public DeliveryResult Enqueue(
        PersonId person, string name, Dictionary<string, object?>? data = null, EventOptions options = default) =>
        Record(
            Event(OperationKind.Event, person, name, data, options, isBackground: true),
            face => face.Enqueue(person, name, data, options));

    /// <inheritdoc/>
    public DeliveryResult Enqueue<TEvent>(PersonId person, TEvent data, EventOptions options = default)
        where TEvent : ICustomerIoEvent<TEvent> =>
        Record(
            Event(OperationKind.Event, person, TEvent.EventName, data, options, isBackground: true),
            face => face.Enqueue(person, data, options));

    /// <inheritdoc/>
    public DeliveryResult EnqueuePage(
        PersonId person, string name, Dictionary<string, object?>? data = null, EventOptions options = default) =>
        Record(
            Event(OperationKind.Page, person, name, data, options, isBackground: true),
            face => face.EnqueuePage(person, name, data, options));

    /// <inheritdoc/>
    public DeliveryResult EnqueueScreen(
        PersonId person, string name, Dictionary<string, object?>? data = null, EventOptions options = default) =>
        Record(
            Event(OperationKind.Screen, person, name, data, options, isBackground: true),
            face => face.EnqueueScreen(person, name, data, options));

    /// <inheritdoc/>
    public DeliveryResult EnqueueIdentify(
        PersonId person, Dictionary<string, object?>? attributes = null, IdentifyOptions options = default) =>
        Record(
            About(OperationKind.Identify, person, attributes, isBackground: true),
            face => face.EnqueueIdentify(person, attributes, options));

    /// <inheritdoc/>
    public DeliveryResult EnqueueIdentify<TAttributes>(
        PersonId person, TAttributes attributes, IdentifyOptions options = default)
        where TAttributes : ICustomerIoAttributes<TAttributes> =>
        Record(
            About(OperationKind.Identify, person, attributes, isBackground: true),
            face => face.EnqueueIdentify(person, attributes, options));

    /// <inheritdoc/>
    public ValueTask<DeliveryResult> EnqueueAsync(
        PersonId person,
        string name,
        Dictionary<string, object?>? data = null,
        EventOptions options = default,
        CancellationToken cancellationToken = default) =>
        EndAtOnceAsync(() => Enqueue(person, name, data, options), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<DeliveryResult> EnqueueAsync<TEvent>(
        PersonId person, TEvent data, EventOptions options = default, CancellationToken cancellationToken = default)
        where TEvent : ICustomerIoEvent<TEvent> =>
        EndAtOnceAsync(() => Enqueue(person, data, options), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<DeliveryResult> EnqueuePageAsync(
        PersonId person,
        string name,
        Dictionary<string, object?>? data = null,
        EventOptions options = default,
        CancellationToken cancellationToken = default) =>
        EndAtOnceAsync(() => EnqueuePage(person, name, data, options), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<DeliveryResult> EnqueueScreenAsync(
        PersonId person,
        string name,
        Dictionary<string, object?>? data = null,
        EventOptions options = default,
        CancellationToken cancellationToken = default) =>
        EndAtOnceAsync(() => EnqueueScreen(person, name, data, options), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<DeliveryResult> EnqueueIdentifyAsync(
        PersonId person,
        Dictionary<string, object?>? attributes = null,
        IdentifyOptions options = default,
        CancellationToken cancellationToken = default) =>
        EndAtOnceAsync(() => EnqueueIdentify(person, attributes, options), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<DeliveryResult> EnqueueIdentifyAsync<TAttributes>(
        PersonId person, TAttributes attributes, IdentifyOptions options = default, CancellationToken cancellationToken = default)
        where TAttributes : ICustomerIoAttributes<TAttributes> =>
        EndAtOnceAsync(() => EnqueueIdentify(person, attributes, options), cancellationToken);

    /// <summary>Delivers what waits in the background, at once; in an outage it is stored.</summary>
    /// <param name="cancellationToken">Ends the call if it has fired already.</param>
    /// <returns>What became of the operations since the last flush.</returns>
    public Task<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
        FlushAsync(Timeout.InfiniteTimeSpan, cancellationToken);

    /// <inheritdoc cref="FlushAsync(CancellationToken)"/>
    /// <param name="deadline">Not waited for.</param>
    /// <param name="cancellationToken">Ends the call if it has fired already.</param>
    public Task<FlushResult> FlushAsync(TimeSpan deadline, CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested
            ? Task.FromCanceled<FlushResult>(cancellationToken)
            : Task.FromResult(_log.Flush());

    private static RecordedOperation About(
        OperationKind kind, PersonId person, object? data = null, bool isBackground = false) =>
        new(kind) { Person = person, Data = data, IsBackground = isBackground };

    private static RecordedOperation Event(
        OperationKind kind,
        PersonId person,
        string name,
        object? data,
        EventOptions options,
        bool isBackground = false) =>
        new(kind)
        {
            Person = person,
            Name = name,
            Data = data,
            IdempotencyKey = options.IdempotencyKey,
            IsBackground = isBackground,
        };

    private static RecordedOperation Anonymous(string anonymousId, string name, object? data, EventOptions options) =>
        new(OperationKind.AnonymousEvent)
        {
            AnonymousId = anonymousId,
            Name = name,
            Data = data,
            IdempotencyKey = options.IdempotencyKey,
        };
}
