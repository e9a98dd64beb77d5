using CustomerIo.Resilience.Benchmarks.Throughput;
using CustomerIo.Resilience.Delivery.Lanes;
using CustomerIo.Resilience.Events;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Benchmarks.Durable;

/// <summary>The throughput program's events, as stores get them.</summary>
internal sealed class SampleOperations
{
    private readonly UlidSource _ulids = new(TimeProvider.System);
    private long _position;

    public Operation Next(long number)
    {
        EntityKey key = EntityKey.Person(SampleEvents.PersonOf(number));
        return new Operation
        {
            Id = _ulids.Next(),
            Position = Interlocked.Increment(ref _position),
            Kind = OperationKind.Event,
            Key = key.StoredKey,
            OccurredAt = TimeProvider.System.GetUtcNow(),
            Payload = SampleEvents.Payload,
        };
    }
}
