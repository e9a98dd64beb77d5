using System.Globalization;
using CustomerIo.Resilience.Torture.Mixed.Planning;

namespace CustomerIo.Resilience.Torture.Mixed.Producing;

/// <summary>One step, one call of the library.</summary>
internal sealed class StepCaller(ICustomerIoClient client, IBatchTracker background)
{
    public async Task<DeliveryResult> CallAsync(Step step) => (step.Kind, step.IsBackground) switch
    {
        (StepKind.Identify, true) => background.EnqueueIdentify(step.Key, Data(step)),
        (StepKind.Identify, false) => await client.IdentifyAsync(step.Key, Data(step)),
        (StepKind.Event, true) => background.Enqueue(step.Key, "step", Data(step), KeyOf(step)),
        (StepKind.Event, false) => await client.TrackAsync(step.Key, "step", Data(step), KeyOf(step)),
        (StepKind.Anonymous, _) => await client.TrackAnonymousAsync(step.Key, "step", Data(step), KeyOf(step)),
        (StepKind.Object, _) => await client.IdentifyObjectAsync(
            ObjectId.Of(1, step.Key),
            Data(step),
            [.. step.Named.Select(static name => new PersonRelationship(name))]),
        (StepKind.Merge, _) => await client.MergeAsync(step.Key, step.Secondary!),
        (StepKind.Delete, _) => await client.DeleteAsync(step.Key),
        (StepKind.Suppress, _) => await client.SuppressAsync(step.Key),
        (StepKind.Unsuppress, _) => await client.UnsuppressAsync(step.Key),
        _ => throw new ArgumentOutOfRangeException(nameof(step), step.Kind, "This kind is not planned."),
    };

    private static Dictionary<string, object?> Data(Step step)
    {
        Dictionary<string, object?> data = new(StringComparer.Ordinal) { ["n"] = step.Id };
        if (step.IsAiling)
        {
            data["mark"] = step.Mark;
        }

        return data;
    }

    // The same after a kill: a call that is made again is the same event.
    private static EventOptions KeyOf(Step step) =>
        new() { IdempotencyKey = step.Id.ToString(CultureInfo.InvariantCulture) };
}
