using System.Collections.Immutable;
using CustomerIo.Resilience.Testing.Simulation;

namespace CustomerIo.Resilience.Testing.Fakes;

/// <summary>What a fake has recorded, and what it is told to answer. Read from any thread.</summary>
internal sealed class OperationLog
{
    private readonly ChangeSignal _changes = new();
    private ImmutableList<RecordedOperation> _taken = [];
    private ImmutableList<RecordedOperation> _notTaken = [];
    private ImmutableList<RecordedOperation> _waiting = [];
    private ImmutableList<Response> _responses = [];

    public IReadOnlyList<RecordedOperation> Taken => Volatile.Read(ref _taken);

    public IReadOnlyList<RecordedOperation> NotTaken => Volatile.Read(ref _notTaken);

    public bool IsOutage { get; set; }

    public Task NextChangeAsync() => _changes.NextAsync();

    public void Add(Response response) => ImmutableInterlocked.Update(ref _responses, list => list.Add(response));

    public void AddTaken(RecordedOperation operation)
    {
        ImmutableInterlocked.Update(ref _taken, list => list.Add(operation));
        _changes.Pulse();
    }

    public void AddNotTaken(RecordedOperation operation)
    {
        ImmutableInterlocked.Update(ref _notTaken, list => list.Add(operation));
        _changes.Pulse();
    }

    /// <summary>Keeps an operation that nobody awaits for the next flush.</summary>
    public void AddWaiting(RecordedOperation operation) =>
        ImmutableInterlocked.Update(ref _waiting, list => list.Add(operation));

    /// <summary>What the test wants answered; null leaves it to the fake.</summary>
    public Response? ResponseTo(RecordedOperation operation) =>
        Volatile.Read(ref _responses).FirstOrDefault(response => response.Claims(operation));

    public DeliveryResult DeliverNow(Ulid id) =>
        IsOutage ? DeliveryResult.Stored(id) : DeliveryResult.Delivered(id);

    public FlushResult Flush()
    {
        FlushResult sum = default;
        foreach (RecordedOperation operation in Interlocked.Exchange(ref _waiting, []))
        {
            if (operation.Result is { Status: DeliveryStatus.Queued })
            {
                operation.Result = DeliverNow(operation.Id);
            }

            switch (operation.Result?.Status)
            {
                case null:
                    AddWaiting(operation);
                    sum = sum with { Remaining = sum.Remaining + 1 };
                    break;
                case DeliveryStatus.Stored:
                    sum = sum with { Stored = sum.Stored + 1 };
                    break;
                case DeliveryStatus.Rejected:
                    sum = sum with { Rejected = sum.Rejected + 1 };
                    break;
                default:
                    sum = sum with { Sent = sum.Sent + 1 };
                    break;
            }
        }

        return sum;
    }
}
