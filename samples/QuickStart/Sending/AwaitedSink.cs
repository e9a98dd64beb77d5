using CustomerIo.Resilience.QuickStart.Taxonomy;

namespace CustomerIo.Resilience.QuickStart.Sending;

/// <summary>Sends one operation and waits for what becomes of it.</summary>
internal sealed class AwaitedSink(
    ICustomerIoClient client, string person, EventOptions options, CancellationToken cancellationToken)
    : IOperationSink<Task<DeliveryResult>>
{
    public Task<DeliveryResult> Track<TEvent>(TEvent data)
        where TEvent : ICustomerIoEvent<TEvent> =>
        client.TrackAsync(person, data, options, cancellationToken);

    public Task<DeliveryResult> Track(string name, Dictionary<string, object?> data) =>
        client.TrackAsync(person, name, data, options, cancellationToken);

    public Task<DeliveryResult> Identify(UserAttributes attributes) =>
        client.IdentifyAsync(person, attributes, cancellationToken: cancellationToken);

    public Task<DeliveryResult> Identify(Dictionary<string, object?> attributes) =>
        client.IdentifyAsync(person, attributes, cancellationToken: cancellationToken);
}
