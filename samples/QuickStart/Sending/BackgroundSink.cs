using CustomerIo.Resilience.QuickStart.Taxonomy;

namespace CustomerIo.Resilience.QuickStart.Sending;

/// <summary>Sends one operation in the background.</summary>
internal sealed class BackgroundSink(IBatchTracker tracker, string person, EventOptions options)
    : IOperationSink<DeliveryResult>
{
    public DeliveryResult Track<TEvent>(TEvent data)
        where TEvent : ICustomerIoEvent<TEvent> =>
        tracker.Enqueue(person, data, options);

    public DeliveryResult Track(string name, Dictionary<string, object?> data) =>
        tracker.Enqueue(person, name, data, options);

    public DeliveryResult Identify(UserAttributes attributes) => tracker.EnqueueIdentify(person, attributes);

    public DeliveryResult Identify(Dictionary<string, object?> attributes) => tracker.EnqueueIdentify(person, attributes);
}
