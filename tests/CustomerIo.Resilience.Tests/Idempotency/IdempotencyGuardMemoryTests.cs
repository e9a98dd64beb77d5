using CustomerIo.Resilience.Idempotency;
using CustomerIo.Resilience.Tests.Support;

namespace CustomerIo.Resilience.Tests.Idempotency;

[Collection(nameof(Alone))]
public sealed class IdempotencyGuardMemoryTests
{
    private static readonly byte[] Content = "{}"u8.ToArray();

    private readonly FakeTime _time = new();

    [Fact]
    public void A_million_keys_stay_within_the_bound_in_number_and_bytes()
    {
        var guard = new IdempotencyGuard<int>(timeProvider: _time);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        int most = 0;
        for (int i = 0; i < 1_000_000; i++)
        {
            guard.Complete(guard.TryBegin($"order-{i}", Content).Ticket, i);
            most = Math.Max(most, guard.Count);
            if (i % 1_000 == 0)
            {
                _time.Advance(TimeSpan.FromSeconds(1));
            }
        }

        most.ShouldBe(100_000);
        (GC.GetTotalMemory(forceFullCollection: true) - before).ShouldBeLessThan(40L * 1024 * 1024);
        _time.Advance(TimeSpan.FromMinutes(5));
        guard.TryBegin("last", Content);
        guard.Count.ShouldBe(1);
    }
}
