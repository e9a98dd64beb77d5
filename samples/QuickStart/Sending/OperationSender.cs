using CustomerIo.Resilience.QuickStart.Operations;
using CustomerIo.Resilience.QuickStart.Taxonomy;

namespace CustomerIo.Resilience.QuickStart.Sending;

/// <summary>One line of the file, one call of the library.</summary>
/// <param name="client">The calls that are awaited.</param>
/// <param name="tracker">The calls that give back at once.</param>
/// <param name="marksLines">Whether operations carry their line number, so that they can be recognised at the simulator.</param>
internal sealed class OperationSender(ICustomerIoClient client, IBatchTracker tracker, bool marksLines)
{
    public Task<DeliveryResult> SendAsync(FileOperation operation, CancellationToken cancellationToken) => operation.Kind switch
    {
        FileOperationKind.Identify or FileOperationKind.Track => Send(
            operation, new AwaitedSink(client, operation.Person, KeyOf(operation), cancellationToken)),
        FileOperationKind.AddDevice => client.AddDeviceAsync(
            operation.Person,
            new Device(operation.Token, operation.Platform) { Attributes = ValuesOf(operation) },
            cancellationToken),
        FileOperationKind.DeleteDevice => client.DeleteDeviceAsync(operation.Person, operation.Token, cancellationToken),
        FileOperationKind.Delete => client.DeleteAsync(operation.Person, cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation.Kind, "Nothing is known of this kind."),
    };

    public DeliveryResult Enqueue(FileOperation operation) =>
        Send(operation, new BackgroundSink(tracker, operation.Person, KeyOf(operation)));

    private TResult Send<TResult>(FileOperation operation, IOperationSink<TResult> sink) =>
        operation.Kind is FileOperationKind.Identify
            ? TypedOperations.Identify(ValuesOf(operation), sink)
            : TypedOperations.Track(operation.Event, ValuesOf(operation), sink);

    // A line that is sent again, because its answer was lost with a killed process, is the same event.
    private EventOptions KeyOf(FileOperation operation) => marksLines
        ? new EventOptions { IdempotencyKey = $"line {operation.Line}" }
        : default;

    private Dictionary<string, object?> ValuesOf(FileOperation operation)
    {
        Dictionary<string, object?> values = operation.Values.ToDictionary(
            static pair => pair.Key, static pair => (object?)pair.Value, StringComparer.Ordinal);
        if (marksLines)
        {
            values[OperationLine.LineName] = operation.Line;
        }

        return values;
    }
}
