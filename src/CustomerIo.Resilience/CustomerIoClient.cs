using System.Runtime.CompilerServices;
using CustomerIo.Resilience.Delivery.Intake;
using CustomerIo.Resilience.Delivery.Intake.Contents;
using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Track;

namespace CustomerIo.Resilience;

/// <summary>The face of delivery for those who wait for it.</summary>
internal sealed class CustomerIoClient(OperationIntake intake, IOperationSink sink) : ICustomerIoClient
{
    public Task<DeliveryResult> IdentifyAsync(
        PersonId person,
        Dictionary<string, object?>? attributes = null,
        IdentifyOptions options = default,
        CancellationToken cancellationToken = default) =>
        SubmitAsync(
            promise => intake.Identify(person, new NamedAttributes(attributes), options, promise), cancellationToken);

    public Task<DeliveryResult> IdentifyAsync<TAttributes>(
        PersonId person, TAttributes attributes, IdentifyOptions options = default, CancellationToken cancellationToken = default)
        where TAttributes : ICustomerIoAttributes<TAttributes>
    {
        TypedAttributes<TAttributes> content = new(NotNull(attributes));
        return SubmitAsync(promise => intake.Identify(person, in content, options, promise), cancellationToken);
    }

    public Task<DeliveryResult> TrackAsync(
        PersonId person,
        string name,
        Dictionary<string, object?>? data = null,
        EventOptions options = default,
        CancellationToken cancellationToken = default) =>
        ActAsync(OperationKind.Event, person, new NamedEvent(name, data), options, cancellationToken);

    public Task<DeliveryResult> TrackAsync<TEvent>(
        PersonId person, TEvent data, EventOptions options = default, CancellationToken cancellationToken = default)
        where TEvent : ICustomerIoEvent<TEvent> =>
        ActAsync(OperationKind.Event, person, new TypedEvent<TEvent>(NotNull(data)), options, cancellationToken);

    public Task<DeliveryResult> PageAsync(
        PersonId person,
        string name,
        Dictionary<string, object?>? data = null,
        EventOptions options = default,
        CancellationToken cancellationToken = default) =>
        ActAsync(OperationKind.Page, person, new NamedEvent(name, data), options, cancellationToken);

    public Task<DeliveryResult> ScreenAsync(
        PersonId person,
        string name,
        Dictionary<string, object?>? data = null,
        EventOptions options = default,
        CancellationToken cancellationToken = default) =>
        ActAsync(OperationKind.Screen, person, new NamedEvent(name, data), options, cancellationToken);

    public Task<DeliveryResult> TrackAnonymousAsync(
        string anonymousId,
        string name,
        Dictionary<string, object?>? data = null,
        EventOptions options = default,
        CancellationToken cancellationToken = default) =>
        ActAnonymouslyAsync(anonymousId, new NamedEvent(name, data), options, cancellationToken);

    public Task<DeliveryResult> TrackAnonymousAsync<TEvent>(
        string anonymousId, TEvent data, EventOptions options = default, CancellationToken cancellationToken = default)
        where TEvent : ICustomerIoEvent<TEvent> =>
        ActAnonymouslyAsync(anonymousId, new TypedEvent<TEvent>(NotNull(data)), options, cancellationToken);

    public Task<DeliveryResult> AddDeviceAsync(
        PersonId person, Device device, CancellationToken cancellationToken = default) =>
        ChangeAsync(OperationKind.AddDevice, person, () => new PersonAddDevice(person, device), cancellationToken);

    public Task<DeliveryResult> DeleteDeviceAsync(
        PersonId person, string token, CancellationToken cancellationToken = default) =>
        ChangeAsync(OperationKind.DeleteDevice, person, () => new PersonDeleteDevice(person, token), cancellationToken);

    public Task<DeliveryResult> MergeAsync(
        PersonId primary, PersonId secondary, CancellationToken cancellationToken = default) =>
        SubmitAsync(promise => intake.Merge(primary, secondary, promise), cancellationToken);

    public Task<DeliveryResult> SuppressAsync(PersonId person, CancellationToken cancellationToken = default) =>
        ChangeAsync(OperationKind.Suppress, person, () => new PersonSuppress(person), cancellationToken);

    public Task<DeliveryResult> UnsuppressAsync(PersonId person, CancellationToken cancellationToken = default) =>
        ChangeAsync(OperationKind.Unsuppress, person, () => new PersonUnsuppress(person), cancellationToken);

    public Task<DeliveryResult> DeleteAsync(PersonId person, CancellationToken cancellationToken = default) =>
        ChangeAsync(OperationKind.Delete, person, () => new PersonDelete(person), cancellationToken);

    public Task<DeliveryResult> EraseAsync(PersonId person, CancellationToken cancellationToken = default) =>
        SuppressAsync(person, cancellationToken);

    public Task<DeliveryResult> IdentifyObjectAsync(
        ObjectId id,
        Dictionary<string, object?>? attributes = null,
        IReadOnlyList<PersonRelationship>? people = null,
        CancellationToken cancellationToken = default) =>
        ChangeAsync(
            OperationKind.IdentifyObject,
            id,
            people,
            () => new ObjectIdentify(id) { Attributes = attributes, Relationships = people },
            cancellationToken);

    public Task<DeliveryResult> DeleteObjectAsync(ObjectId id, CancellationToken cancellationToken = default) =>
        ChangeAsync(OperationKind.DeleteObject, id, people: null, () => new ObjectDelete(id), cancellationToken);

    public Task<DeliveryResult> AddRelationshipsAsync(
        PersonId person, IReadOnlyList<ObjectRelationship> objects, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(objects);
        return ChangeAsync(
            OperationKind.AddRelationships, person, () => new PersonAddRelationships(person, objects), cancellationToken);
    }

    public Task<DeliveryResult> DeleteRelationshipsAsync(
        PersonId person, IReadOnlyList<ObjectRelationship> objects, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(objects);
        return ChangeAsync(
            OperationKind.DeleteRelationships,
            person,
            () => new PersonDeleteRelationships(person, objects),
            cancellationToken);
    }

    public Task<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
        sink.FlushAsync(Timeout.InfiniteTimeSpan, cancellationToken);

    private Task<DeliveryResult> ActAsync<TContent>(
        OperationKind kind,
        PersonId person,
        in TContent content,
        EventOptions options,
        CancellationToken cancellationToken)
        where TContent : struct, IEventContent
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<DeliveryResult>(cancellationToken);
        }

        DeliveryPromise promise = new();
        return AnswerAsync(promise, intake.Act(kind, person, in content, options, promise), cancellationToken);
    }

    private Task<DeliveryResult> ActAnonymouslyAsync<TContent>(
        string anonymousId, TContent content, EventOptions options, CancellationToken cancellationToken)
        where TContent : struct, IEventContent =>
        SubmitAsync(promise => intake.ActAnonymously(anonymousId, in content, options, promise), cancellationToken);

    private Task<DeliveryResult> ChangeAsync(
        OperationKind kind, PersonId person, Func<TrackEntity> entity, CancellationToken cancellationToken) =>
        SubmitAsync(promise => intake.Change(kind, person, entity, promise), cancellationToken);

    private Task<DeliveryResult> ChangeAsync(
        OperationKind kind,
        ObjectId id,
        IReadOnlyList<PersonRelationship>? people,
        Func<TrackEntity> entity,
        CancellationToken cancellationToken) =>
        SubmitAsync(promise => intake.Change(kind, id, people, entity, promise), cancellationToken);

    private static Task<DeliveryResult> SubmitAsync(
        Func<DeliveryPromise, DeliveryResult> submit, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<DeliveryResult>(cancellationToken);
        }

        DeliveryPromise promise = new();
        return AnswerAsync(promise, submit(promise), cancellationToken);
    }

    // No state machine of its own: with a thousand callers at once it would be a good part of the cost of a call.
    private static Task<DeliveryResult> AnswerAsync(
        DeliveryPromise promise, DeliveryResult submitted, CancellationToken cancellationToken) => submitted.Status switch
        {
            not DeliveryStatus.Queued => Task.FromResult(submitted),
            _ when cancellationToken.CanBeCanceled => promise.Task.WaitAsync(cancellationToken),
            _ => promise.Task,
        };

    private static T NotNull<T>(T value, [CallerArgumentExpression(nameof(value))] string? name = null)
    {
        if (value is null)
        {
            throw new ArgumentNullException(name);
        }

        return value;
    }
}
