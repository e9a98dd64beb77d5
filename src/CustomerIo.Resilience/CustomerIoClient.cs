using CustomerIo.Resilience.Delivery;
using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Track;

namespace CustomerIo.Resilience;

/// <summary>The face of delivery: checks, stamps, writes, and hands over.</summary>
internal sealed class CustomerIoClient(OperationIntake intake, DeliveryEngine engine, Durability durability)
    : ICustomerIoClient, IBatchTracker
{
    public Task<DeliveryResult> IdentifyAsync(
        PersonId person,
        Dictionary<string, object?>? attributes = null,
        IdentifyOptions options = default,
        CancellationToken cancellationToken = default) =>
        SubmitAsync(promise => intake.Identify(person, attributes, options, promise), cancellationToken);

    public Task<DeliveryResult> TrackAsync(
        PersonId person,
        string name,
        Dictionary<string, object?>? data = null,
        EventOptions options = default,
        CancellationToken cancellationToken = default) =>
        ActAsync(OperationKind.Event, person, name, data, options, cancellationToken);

    public Task<DeliveryResult> PageAsync(
        PersonId person,
        string name,
        Dictionary<string, object?>? data = null,
        EventOptions options = default,
        CancellationToken cancellationToken = default) =>
        ActAsync(OperationKind.Page, person, name, data, options, cancellationToken);

    public Task<DeliveryResult> ScreenAsync(
        PersonId person,
        string name,
        Dictionary<string, object?>? data = null,
        EventOptions options = default,
        CancellationToken cancellationToken = default) =>
        ActAsync(OperationKind.Screen, person, name, data, options, cancellationToken);

    public Task<DeliveryResult> TrackAnonymousAsync(
        string anonymousId,
        string name,
        Dictionary<string, object?>? data = null,
        EventOptions options = default,
        CancellationToken cancellationToken = default) =>
        SubmitAsync(promise => intake.ActAnonymously(anonymousId, name, data, options, promise), cancellationToken);

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
            () => new ObjectIdentify(id) { Attributes = attributes, Relationships = people },
            cancellationToken);

    public Task<DeliveryResult> DeleteObjectAsync(ObjectId id, CancellationToken cancellationToken = default) =>
        ChangeAsync(OperationKind.DeleteObject, id, () => new ObjectDelete(id), cancellationToken);

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
        engine.FlushAsync(Timeout.InfiniteTimeSpan, cancellationToken);

    public Task<FlushResult> FlushAsync(TimeSpan deadline, CancellationToken cancellationToken = default) =>
        engine.FlushAsync(deadline, cancellationToken);

    public DeliveryResult Enqueue(
        PersonId person, string name, Dictionary<string, object?>? data = null, EventOptions options = default) =>
        EnqueueAction(OperationKind.Event, person, name, data, options);

    public DeliveryResult EnqueuePage(
        PersonId person, string name, Dictionary<string, object?>? data = null, EventOptions options = default) =>
        EnqueueAction(OperationKind.Page, person, name, data, options);

    public DeliveryResult EnqueueScreen(
        PersonId person, string name, Dictionary<string, object?>? data = null, EventOptions options = default) =>
        EnqueueAction(OperationKind.Screen, person, name, data, options);

    public DeliveryResult EnqueueIdentify(
        PersonId person, Dictionary<string, object?>? attributes = null, IdentifyOptions options = default) =>
        durability is Durability.OnFailure
            ? intake.Identify(person, attributes, options)
            : WaitUntilStored(promise => intake.Identify(person, attributes, options, promise));

    private DeliveryResult EnqueueAction(
        OperationKind kind, PersonId person, string name, Dictionary<string, object?>? data, EventOptions options) =>
        durability is Durability.OnFailure
            ? intake.Act(kind, person, name, data, options)
            : WaitUntilStored(promise => intake.Act(kind, person, name, data, options, promise));

    private static DeliveryResult WaitUntilStored(Func<DeliveryPromise, DeliveryResult> submit)
    {
        DeliveryPromise promise = new() { EndsWhenStored = true };
        DeliveryResult submitted = submit(promise);

        // The tracker's methods are synchronous, and this is what write-ahead is for: back only when the disk has it.
#pragma warning disable VSTHRD002
        return submitted.Status is DeliveryStatus.Queued ? promise.Task.GetAwaiter().GetResult() : submitted;
#pragma warning restore VSTHRD002
    }

    private Task<DeliveryResult> ActAsync(
        OperationKind kind,
        PersonId person,
        string name,
        Dictionary<string, object?>? data,
        EventOptions options,
        CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<DeliveryResult>(cancellationToken);
        }

        DeliveryPromise promise = new();
        return AnswerAsync(promise, intake.Act(kind, person, name, data, options, promise), cancellationToken);
    }

    private Task<DeliveryResult> ChangeAsync(
        OperationKind kind, PersonId person, Func<TrackEntity> entity, CancellationToken cancellationToken) =>
        SubmitAsync(promise => intake.Change(kind, person, entity, promise), cancellationToken);

    private Task<DeliveryResult> ChangeAsync(
        OperationKind kind, ObjectId id, Func<TrackEntity> entity, CancellationToken cancellationToken) =>
        SubmitAsync(promise => intake.Change(kind, id, entity, promise), cancellationToken);

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
}
