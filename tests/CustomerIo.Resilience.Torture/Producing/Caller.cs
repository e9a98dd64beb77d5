using CustomerIo.Resilience.Torture.Planning;

namespace CustomerIo.Resilience.Torture.Producing;

/// <summary>One planned operation, one call of the library.</summary>
internal sealed class Caller(ICustomerIoClient client, IBatchTracker background)
{
    public async Task<DeliveryResult> CallAsync(PlannedOperation operation)
    {
        PersonId person = NameOf(operation.Person);
        return (operation.Kind, operation.IsBackground) switch
        {
            (PlannedKind.Identify, true) => background.EnqueueIdentify(person, Version(operation)),
            (PlannedKind.Identify, false) => await client.IdentifyAsync(person, Version(operation)),
            (PlannedKind.Event, true) => background.Enqueue(person, "step", Number(operation), KeyOf(operation)),
            (PlannedKind.Event, false) => await client.TrackAsync(person, "step", Number(operation), KeyOf(operation)),
            (PlannedKind.Delete, _) => await client.DeleteAsync(person),
            (PlannedKind.Suppress, _) => await client.SuppressAsync(person),
            (PlannedKind.Unsuppress, _) => await client.UnsuppressAsync(person),
            _ => throw new ArgumentOutOfRangeException(nameof(operation), operation.Kind, "This kind is not planned."),
        };
    }

    public static string NameOf(int person) => $"p{person}";

    private static Dictionary<string, object?> Version(PlannedOperation operation) =>
        new(StringComparer.Ordinal) { ["version"] = operation.Number };

    private static Dictionary<string, object?> Number(PlannedOperation operation) =>
        new(StringComparer.Ordinal) { ["n"] = operation.Number };

    // The same after a kill: a call that is made again is the same event.
    private static EventOptions KeyOf(PlannedOperation operation) =>
        new() { IdempotencyKey = $"{operation.Person}-{operation.Number}" };
}
