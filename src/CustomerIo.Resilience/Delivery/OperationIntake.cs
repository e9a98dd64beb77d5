using CustomerIo.Resilience.Delivery.Contents;
using CustomerIo.Resilience.Events;
using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Idempotency;
using CustomerIo.Resilience.Track;

namespace CustomerIo.Resilience.Delivery;

/// <summary>
/// Where an operation comes to be: checked against the limits, stamped once, written once. What is wrong with the call is
/// thrown; what is wrong with its data comes back as rejected.
/// </summary>
internal sealed class OperationIntake(
    IOperationSink sink,
    DeliveryOptions options,
    IUlidSource ulids,
    TimeProvider time,
    EventIdentity identity,
    RepeatWatch repeats,
    RejectionMeter? meter)
{
    private static readonly CustomerIoError Stopped = new("The host is stopping and takes nothing new. Send it earlier.");

    private static readonly CustomerIoError Full = new(
        "Memory is full. Wait for the queue to shrink and try again, or raise Delivery.MaxQueuedCount or MaxQueuedBytes.");

    public DeliveryResult Identify<TAttributes>(
        PersonId person, in TAttributes attributes, IdentifyOptions identify, DeliveryPromise? promise = null)
        where TAttributes : struct, IAttributesContent
    {
        ThrowIfMissing(person);
        Ulid id = ulids.Next();
        DateTimeOffset now = time.GetUtcNow();
        JsonBuffer json = Scratch.Rent();
        string? problem = Limits.CheckPerson(person)
            ?? Limits.CheckTimestamp(identify.Timestamp)
            ?? EntityJson.WriteIdentify(
                json,
                person,
                identify.Timestamp ?? now,
                identify.UpdateOnly,
                in attributes,
                options.StampLastSeenAt ? now : null);
        if (problem is not null)
        {
            Scratch.Return(json);
            return Invalid(id, problem);
        }

        OperationHead head = new(id, OperationKind.Identify, EntityKey.Person(person), now);
        return Submit(head, json, promise);
    }

    public DeliveryResult Act<TContent>(
        OperationKind kind,
        PersonId person,
        in TContent content,
        EventOptions options,
        DeliveryPromise? promise = null)
        where TContent : struct, IEventContent
    {
        ThrowIfMissing(person);
        EntityKey key = EntityKey.Person(person);
        DateTimeOffset now = time.GetUtcNow();
        Activity<TContent> activity = Stamp(now, key, in content, options);
        string? problem = Limits.CheckPerson(person)
            ?? CheckActivity(in activity)
            ?? CheckEventId(activity.Id, person);
        if (problem is not null)
        {
            return Invalid(activity.Id, problem);
        }

        JsonBuffer json = Scratch.Rent();
        int contentLength = EntityJson.WriteActivity(json, person, kind, in activity);
        OperationHead head = new(activity.Id, kind, key, now);
        return SubmitEvent(head, json, contentLength, options, promise);
    }

    public DeliveryResult ActAnonymously<TContent>(
        string anonymousId, in TContent content, EventOptions options, DeliveryPromise? promise = null)
        where TContent : struct, IEventContent
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(anonymousId);
        EntityKey key = EntityKey.Anonymous(anonymousId);
        DateTimeOffset now = time.GetUtcNow();
        Activity<TContent> activity = Stamp(now, key, in content, options);
        if (CheckActivity(in activity) is { } problem)
        {
            return Invalid(activity.Id, problem);
        }

        JsonBuffer json = Scratch.Rent();
        int contentLength = EntityJson.WriteAnonymousEvent(json, anonymousId, in activity);
        OperationHead head = new(activity.Id, OperationKind.AnonymousEvent, key, now);
        return SubmitEvent(head, json, contentLength, options, promise);
    }

    public DeliveryResult Change(OperationKind kind, PersonId person, Func<TrackEntity> entity, DeliveryPromise promise)
    {
        ThrowIfMissing(person);
        return Limits.CheckPerson(person) is { } problem
            ? Invalid(ulids.Next(), problem)
            : Change(kind, EntityKey.Person(person), entity(), promise);
    }

    public DeliveryResult Change(OperationKind kind, ObjectId id, Func<TrackEntity> entity, DeliveryPromise promise)
    {
        Limits.Require(Limits.CheckObject(id), nameof(id));
        return Change(kind, EntityKey.Object(id), entity(), promise);
    }

    public DeliveryResult Merge(PersonId primary, PersonId secondary, DeliveryPromise promise)
    {
        ThrowIfMissing(primary);
        ThrowIfMissing(secondary);
        Ulid id = ulids.Next();
        if ((Limits.CheckPerson(primary) ?? Limits.CheckPerson(secondary)) is { } problem)
        {
            return Invalid(id, problem);
        }

        JsonBuffer json = Scratch.Rent();
        new PersonMerge(primary, secondary).Write(json, ulids);
        OperationHead head = new(id, OperationKind.Merge, EntityKey.Person(primary), time.GetUtcNow());
        RejectionReason reason = sink.AcceptMerge(
            head, EntityKey.Person(secondary), json.WrittenSpan, promise);
        Scratch.Return(json);
        return Answer(id, reason);
    }

    private DeliveryResult Change(OperationKind kind, EntityKey key, TrackEntity entity, DeliveryPromise promise)
    {
        Ulid id = ulids.Next();
        if (entity.Check() is { } problem)
        {
            return Invalid(id, problem);
        }

        JsonBuffer json = Scratch.Rent();
        entity.Write(json, ulids);
        return Submit(new OperationHead(id, kind, key, time.GetUtcNow()), json, promise);
    }

    private Activity<TContent> Stamp<TContent>(DateTimeOffset now, EntityKey key, in TContent content, EventOptions given)
        where TContent : struct, IEventContent =>
        new(identity.IdFor(key, content.Name, given, now), content, given.Timestamp ?? now, options.StampTrackedAt ? now : null);

    private static string? CheckActivity<TContent>(in Activity<TContent> activity)
        where TContent : struct, IEventContent =>
        Limits.CheckEventName(activity.Content.Name) ?? Limits.CheckTimestamp(activity.Timestamp);

    // Only a text as long as a ULID can equal one; the event's need not be written as text to find out.
    private static string? CheckEventId(Ulid id, PersonId person) =>
        person.Value.Length == Ulid.TextLength ? Limits.CheckEventId(id, person) : null;

    private DeliveryResult SubmitEvent(
        in OperationHead head,
        JsonBuffer json,
        int contentLength,
        EventOptions given,
        DeliveryPromise? promise)
    {
        if (!repeats.Watches(given))
        {
            return Submit(head, json, promise);
        }

        ReadOnlySpan<byte> content = json.WrittenSpan[..contentLength];
        Ulid? key = given.IdempotencyKey is null ? null : head.Id;
        if (repeats.TryBegin(key, content, promise, out IdempotencyTicket<DeliveryResult> ticket) is { } repeat)
        {
            Scratch.Return(json);
            if (repeat.Reason is RejectionReason.IdempotencyMismatch)
            {
                meter?.Count(repeat.Reason);
            }

            return repeat;
        }

        DeliveryResult result = Submit(head, json, promise);
        repeats.End(ticket, result, promise);
        return result;
    }

    private DeliveryResult Submit(in OperationHead head, JsonBuffer json, DeliveryPromise? promise)
    {
        if (Limits.CheckItem(json.Length) is { } problem)
        {
            Scratch.Return(json);
            return Invalid(head.Id, problem);
        }

        RejectionReason reason = sink.Accept(head, json.WrittenSpan, promise);
        Scratch.Return(json);
        return Answer(head.Id, reason);
    }

    private DeliveryResult Answer(Ulid id, RejectionReason reason)
    {
        if (reason is RejectionReason.None)
        {
            return DeliveryResult.Queued(id);
        }

        meter?.Count(reason);
        return DeliveryResult.Rejected(id, reason, reason is RejectionReason.Stopped ? Stopped : Full);
    }

    private DeliveryResult Invalid(Ulid id, string problem)
    {
        meter?.Count(RejectionReason.Invalid);
        return DeliveryResult.Invalid(id, problem);
    }

    private static void ThrowIfMissing(PersonId person)
    {
        if (person.Value is null)
        {
            throw new ArgumentException(
                "No person was given: this is default(PersonId). Use PersonId.Id, PersonId.Email or PersonId.CioId.",
                nameof(person));
        }
    }
}
