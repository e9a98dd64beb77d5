using CustomerIo.Resilience.Delivery.Intake.Contents;
using CustomerIo.Resilience.Delivery.Lanes;
using CustomerIo.Resilience.Events;
using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Idempotency;
using CustomerIo.Resilience.Track;

namespace CustomerIo.Resilience.Delivery.Intake;

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
    DuplicateFilter repeats,
    RejectionMeter? meter)
{
    private static readonly CustomerIoError Stopped = new("The host is stopping and takes nothing new. Send it earlier.");

    private static readonly CustomerIoError Full = new(
        "Memory is full. Wait for the queue to shrink and try again, or raise Delivery.MaxQueuedCount or MaxQueuedBytes.");

    private static readonly CustomerIoError Blocked = new(
        "Too many operations of this person or object wait behind one that Customer.io fails on. See the parked operations and " +
        "the log, or raise Fallback.MaxCount.");

    public DeliveryResult Identify<TAttributes>(
        PersonId person, in TAttributes attributes, IdentifyOptions identify, DeliveryPromise? promise = null)
        where TAttributes : struct, IAttributesContent
    {
        ThrowIfMissing(person);
        Ulid id = ulids.Next();
        DateTimeOffset now = time.GetUtcNow();
        JsonBuffer json = ScratchBuffer.Rent();
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
            ScratchBuffer.Return(json);
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
        EventEnvelope<TContent> envelope = Stamp(now, key, in content, options);
        string? problem = Limits.CheckPerson(person)
            ?? CheckEnvelope(in envelope)
            ?? CheckEventId(envelope.Id, person);
        if (problem is not null)
        {
            return Invalid(envelope.Id, problem);
        }

        JsonBuffer json = ScratchBuffer.Rent();
        int contentLength = EntityJson.WriteEvent(json, person, kind, in envelope);
        OperationHead head = new(envelope.Id, kind, key, now);
        return SubmitEvent(head, json, contentLength, options, promise);
    }

    public DeliveryResult ActAnonymously<TContent>(
        string anonymousId, in TContent content, EventOptions options, DeliveryPromise? promise = null)
        where TContent : struct, IEventContent
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(anonymousId);
        EntityKey key = EntityKey.Anonymous(anonymousId);
        DateTimeOffset now = time.GetUtcNow();
        EventEnvelope<TContent> envelope = Stamp(now, key, in content, options);
        if (CheckEnvelope(in envelope) is { } problem)
        {
            return Invalid(envelope.Id, problem);
        }

        JsonBuffer json = ScratchBuffer.Rent();
        int contentLength = EntityJson.WriteAnonymousEvent(json, anonymousId, in envelope);
        OperationHead head = new(envelope.Id, OperationKind.AnonymousEvent, key, now);
        return SubmitEvent(head, json, contentLength, options, promise);
    }

    public DeliveryResult Change(OperationKind kind, PersonId person, Func<TrackEntity> entity, DeliveryPromise promise)
    {
        ThrowIfMissing(person);
        return Limits.CheckPerson(person) is { } problem
            ? Invalid(ulids.Next(), problem)
            : Change(kind, EntityKey.Person(person), entity(), promise);
    }

    /// <param name="kind">What it does.</param>
    /// <param name="id">The object.</param>
    /// <param name="people">The people whom it names.</param>
    /// <param name="entity">Describes it.</param>
    /// <param name="promise">Whoever waits.</param>
    public DeliveryResult Change(
        OperationKind kind,
        ObjectId id,
        IReadOnlyList<PersonRelationship>? people,
        Func<TrackEntity> entity,
        DeliveryPromise promise)
    {
        Limits.Require(Limits.CheckObject(id), nameof(id));
        OtherKeys? others = people is { Count: > 0 }
            ? OtherKeys.Naming(people.Select(static relationship => EntityKey.Person(relationship.Person)))
            : null;
        return Change(kind, EntityKey.Object(id), entity(), promise, others);
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

        JsonBuffer json = ScratchBuffer.Rent();
        new PersonMerge(primary, secondary).Write(json, ulids);
        OperationHead head = new(
            id,
            OperationKind.Merge,
            EntityKey.Person(primary),
            time.GetUtcNow(),
            OtherKeys.OfMerge(EntityKey.Person(secondary)));
        RejectionReason reason = sink.Accept(head, json.WrittenSpan, promise);
        ScratchBuffer.Return(json);
        return Answer(id, reason);
    }

    private DeliveryResult Change(
        OperationKind kind, EntityKey key, TrackEntity entity, DeliveryPromise promise, OtherKeys? others = null)
    {
        Ulid id = ulids.Next();
        if (entity.Check() is { } problem)
        {
            return Invalid(id, problem);
        }

        JsonBuffer json = ScratchBuffer.Rent();
        entity.Write(json, ulids);
        return Submit(new OperationHead(id, kind, key, time.GetUtcNow(), others), json, promise);
    }

    private EventEnvelope<TContent> Stamp<TContent>(DateTimeOffset now, EntityKey key, in TContent content, EventOptions given)
        where TContent : struct, IEventContent =>
        new(identity.IdFor(key, content.Name, given, now), content, given.Timestamp ?? now, options.StampTrackedAt ? now : null);

    private static string? CheckEnvelope<TContent>(in EventEnvelope<TContent> envelope)
        where TContent : struct, IEventContent =>
        Limits.CheckEventName(envelope.Content.Name) ?? Limits.CheckTimestamp(envelope.Timestamp);

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
            ScratchBuffer.Return(json);
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
            ScratchBuffer.Return(json);
            return Invalid(head.Id, problem);
        }

        RejectionReason reason = sink.Accept(head, json.WrittenSpan, promise);
        ScratchBuffer.Return(json);
        return Answer(head.Id, reason);
    }

    private DeliveryResult Answer(Ulid id, RejectionReason reason)
    {
        if (reason is RejectionReason.None)
        {
            return DeliveryResult.Queued(id);
        }

        meter?.Count(reason);
        return DeliveryResult.Rejected(id, reason, reason switch
        {
            RejectionReason.Stopped => Stopped,
            RejectionReason.KeyBlocked => Blocked,
            _ => Full,
        });
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
