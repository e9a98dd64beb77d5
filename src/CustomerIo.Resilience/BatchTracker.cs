using System.Runtime.CompilerServices;
using CustomerIo.Resilience.Delivery.Intake;
using CustomerIo.Resilience.Delivery.Intake.Contents;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience;

/// <summary>The face of delivery for those who do not wait for it.</summary>
internal sealed class BatchTracker(OperationIntake intake, IOperationSink sink, Durability durability) : IBatchTracker
{
    public DeliveryResult Enqueue(
        PersonId person, string name, Dictionary<string, object?>? data = null, EventOptions options = default) =>
        Act(OperationKind.Event, person, new NamedEvent(name, data), options);

    public DeliveryResult Enqueue<TEvent>(PersonId person, TEvent data, EventOptions options = default)
        where TEvent : ICustomerIoEvent<TEvent> =>
        Act(OperationKind.Event, person, new TypedEvent<TEvent>(NotNull(data)), options);

    public DeliveryResult EnqueuePage(
        PersonId person, string name, Dictionary<string, object?>? data = null, EventOptions options = default) =>
        Act(OperationKind.Page, person, new NamedEvent(name, data), options);

    public DeliveryResult EnqueueScreen(
        PersonId person, string name, Dictionary<string, object?>? data = null, EventOptions options = default) =>
        Act(OperationKind.Screen, person, new NamedEvent(name, data), options);

    public DeliveryResult EnqueueIdentify(
        PersonId person, Dictionary<string, object?>? attributes = null, IdentifyOptions options = default) =>
        Identify(person, new NamedAttributes(attributes), options);

    public DeliveryResult EnqueueIdentify<TAttributes>(
        PersonId person, TAttributes attributes, IdentifyOptions options = default)
        where TAttributes : ICustomerIoAttributes<TAttributes> =>
        Identify(person, new TypedAttributes<TAttributes>(NotNull(attributes)), options);

    public ValueTask<DeliveryResult> EnqueueAsync(
        PersonId person,
        string name,
        Dictionary<string, object?>? data = null,
        EventOptions options = default,
        CancellationToken cancellationToken = default) =>
        ActAsync(OperationKind.Event, person, new NamedEvent(name, data), options, cancellationToken);

    public ValueTask<DeliveryResult> EnqueueAsync<TEvent>(
        PersonId person, TEvent data, EventOptions options = default, CancellationToken cancellationToken = default)
        where TEvent : ICustomerIoEvent<TEvent> =>
        ActAsync(OperationKind.Event, person, new TypedEvent<TEvent>(NotNull(data)), options, cancellationToken);

    public ValueTask<DeliveryResult> EnqueuePageAsync(
        PersonId person,
        string name,
        Dictionary<string, object?>? data = null,
        EventOptions options = default,
        CancellationToken cancellationToken = default) =>
        ActAsync(OperationKind.Page, person, new NamedEvent(name, data), options, cancellationToken);

    public ValueTask<DeliveryResult> EnqueueScreenAsync(
        PersonId person,
        string name,
        Dictionary<string, object?>? data = null,
        EventOptions options = default,
        CancellationToken cancellationToken = default) =>
        ActAsync(OperationKind.Screen, person, new NamedEvent(name, data), options, cancellationToken);

    public ValueTask<DeliveryResult> EnqueueIdentifyAsync(
        PersonId person,
        Dictionary<string, object?>? attributes = null,
        IdentifyOptions options = default,
        CancellationToken cancellationToken = default) =>
        IdentifyAsync(person, new NamedAttributes(attributes), options, cancellationToken);

    public ValueTask<DeliveryResult> EnqueueIdentifyAsync<TAttributes>(
        PersonId person, TAttributes attributes, IdentifyOptions options = default, CancellationToken cancellationToken = default)
        where TAttributes : ICustomerIoAttributes<TAttributes> =>
        IdentifyAsync(person, new TypedAttributes<TAttributes>(NotNull(attributes)), options, cancellationToken);

    public Task<FlushResult> FlushAsync(TimeSpan deadline, CancellationToken cancellationToken = default) =>
        sink.FlushAsync(deadline, cancellationToken);

    private DeliveryResult Identify<TAttributes>(PersonId person, TAttributes attributes, IdentifyOptions options)
        where TAttributes : struct, IAttributesContent =>
        durability is Durability.OnFailure
            ? intake.Identify(person, in attributes, options)
            : IdentifyDurably(person, attributes, options);

    private DeliveryResult Act<TContent>(OperationKind kind, PersonId person, in TContent content, EventOptions options)
        where TContent : struct, IEventContent =>
        durability is Durability.OnFailure
            ? intake.Act(kind, person, in content, options)
            : ActDurably(kind, person, content, options);

    private ValueTask<DeliveryResult> IdentifyAsync<TAttributes>(
        PersonId person, TAttributes attributes, IdentifyOptions options, CancellationToken cancellationToken)
        where TAttributes : struct, IAttributesContent =>
        cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<DeliveryResult>(cancellationToken)
            : durability is Durability.OnFailure ? new(intake.Identify(person, in attributes, options))
            : StoreIdentifyAsync(person, attributes, options, cancellationToken);

    private ValueTask<DeliveryResult> ActAsync<TContent>(
        OperationKind kind, PersonId person, in TContent content, EventOptions options, CancellationToken cancellationToken)
        where TContent : struct, IEventContent =>
        cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<DeliveryResult>(cancellationToken)
            : durability is Durability.OnFailure ? new(intake.Act(kind, person, in content, options))
            : StoreActAsync(kind, person, content, options, cancellationToken);

    // Apart from the above, because a method with a lambda makes its closure at its beginning, whether it is used or not.
    private DeliveryResult IdentifyDurably<TAttributes>(PersonId person, TAttributes attributes, IdentifyOptions options)
        where TAttributes : struct, IAttributesContent =>
        WaitUntilStored(promise => intake.Identify(person, in attributes, options, promise));

    private DeliveryResult ActDurably<TContent>(
        OperationKind kind, PersonId person, TContent content, EventOptions options)
        where TContent : struct, IEventContent =>
        WaitUntilStored(promise => intake.Act(kind, person, in content, options, promise));

    private ValueTask<DeliveryResult> StoreIdentifyAsync<TAttributes>(
        PersonId person, TAttributes attributes, IdentifyOptions options, CancellationToken cancellationToken)
        where TAttributes : struct, IAttributesContent =>
        StoreAsync(promise => intake.Identify(person, in attributes, options, promise), cancellationToken);

    private ValueTask<DeliveryResult> StoreActAsync<TContent>(
        OperationKind kind, PersonId person, TContent content, EventOptions options, CancellationToken cancellationToken)
        where TContent : struct, IEventContent =>
        StoreAsync(promise => intake.Act(kind, person, in content, options, promise), cancellationToken);

    private static DeliveryResult WaitUntilStored(Func<DeliveryPromise, DeliveryResult> submit)
    {
        DeliveryPromise promise = new() { EndsWhenStored = true, IsBlocking = true };
        DeliveryResult submitted = submit(promise);

        // These methods are synchronous, and this is what write-ahead is for: back only when the disk has it.
#pragma warning disable VSTHRD002
        return submitted.Status is DeliveryStatus.Queued ? promise.Task.GetAwaiter().GetResult() : submitted;
#pragma warning restore VSTHRD002
    }

    private static ValueTask<DeliveryResult> StoreAsync(
        Func<DeliveryPromise, DeliveryResult> submit, CancellationToken cancellationToken)
    {
        DeliveryPromise promise = new() { EndsWhenStored = true };
        DeliveryResult submitted = submit(promise);
        return submitted.Status is DeliveryStatus.Queued ? new(promise.Task.WaitAsync(cancellationToken)) : new(submitted);
    }

    private static T NotNull<T>(T value, [CallerArgumentExpression(nameof(value))] string? name = null)
    {
        if (value is null)
        {
            throw new ArgumentNullException(name);
        }

        return value;
    }
}
