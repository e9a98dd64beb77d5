using System.Text;
using CustomerIo.Resilience.Idempotency;
using CustomerIo.Resilience.Tests.Support;

namespace CustomerIo.Resilience.Tests.Idempotency;

public sealed class IdempotencyGuardTests
{
    private static readonly byte[] Content = Encoding.UTF8.GetBytes("""{"name":"paid"}""");
    private static readonly byte[] Other = Encoding.UTF8.GetBytes("""{"name":"paid twice"}""");

    private readonly FakeTime _time = new();
    private int _runs;

    [Fact]
    public async Task Sixty_four_threads_with_one_key_do_it_once_and_all_get_the_result()
    {
        var guard = new IdempotencyGuard<int>(timeProvider: _time);
        using var start = new Barrier(64);
        var gate = new TaskCompletionSource();
        Task<int>[] calls = [.. Enumerable.Range(0, 64).Select(_ => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                return guard.RunAsync("key", Content, async _ =>
                {
                    await gate.Task;
                    return Interlocked.Increment(ref _runs);
                });
            },
            default,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap())];

        gate.SetResult();
        int[] results = await Task.WhenAll(calls);

        _runs.ShouldBe(1);
        results.ShouldAllBe(result => result == 1);
    }

    [Fact]
    public async Task A_failure_is_shared_with_those_who_wait_and_tried_again_by_the_next()
    {
        var guard = new IdempotencyGuard<int>(timeProvider: _time);
        var gate = new TaskCompletionSource<int>();
        Task<int> first = guard.RunAsync("key", Content, _ => new ValueTask<int>(gate.Task));
        Task<int> second = guard.RunAsync("key", Content, RunAsync);

        gate.SetException(new CustomerIoException("failed"));

        await Should.ThrowAsync<CustomerIoException>(() => first);
        await Should.ThrowAsync<CustomerIoException>(() => second);
        (await guard.RunAsync("key", Content, RunAsync)).ShouldBe(1);
        (await guard.RunAsync("key", Content, RunAsync)).ShouldBe(1);
    }

    [Fact]
    public async Task A_first_caller_who_gives_up_leaves_it_to_one_who_waits()
    {
        var guard = new IdempotencyGuard<int>(timeProvider: _time);
        using var cancel = new CancellationTokenSource();
        Task<int> first = guard.RunAsync("key", Content, async token =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return 0;
        }, cancel.Token);
        Task<int> second = guard.RunAsync("key", Content, RunAsync);
        Task<int> third = guard.RunAsync("key", Content, RunAsync);

        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => first);
        (await second).ShouldBe(1);
        (await third).ShouldBe(1);
        _runs.ShouldBe(1);
    }

    [Fact]
    public async Task One_who_waits_can_give_up_without_disturbing_the_first()
    {
        var guard = new IdempotencyGuard<int>(timeProvider: _time);
        using var cancel = new CancellationTokenSource();
        var gate = new TaskCompletionSource<int>();
        Task<int> first = guard.RunAsync("key", Content, _ => new ValueTask<int>(gate.Task));
        Task<int> second = guard.RunAsync("key", Content, RunAsync, cancel.Token);

        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => second);
        gate.SetResult(7);

        (await first).ShouldBe(7);
        _runs.ShouldBe(0);
    }

    [Fact]
    public async Task A_timeout_is_not_done_and_the_retry_runs()
    {
        var guard = new IdempotencyGuard<int>(timeProvider: _time);

        await Should.ThrowAsync<TimeoutException>(() =>
            guard.RunAsync("key", Content, _ => throw new TimeoutException("no answer")));

        (await guard.RunAsync("key", Content, RunAsync)).ShouldBe(1);
    }

    [Fact]
    public async Task Other_content_under_the_same_key_is_an_error_that_tells_neither()
    {
        var guard = new IdempotencyGuard<int>(timeProvider: _time);
        await guard.RunAsync("order-4711", Content, RunAsync);

        IdempotencyMismatchException exception = await Should.ThrowAsync<IdempotencyMismatchException>(() =>
            guard.RunAsync("order-4711", Other, RunAsync));

        exception.ToString().ShouldNotContain("4711");
        exception.ToString().ShouldNotContain("paid");
        _runs.ShouldBe(1);
    }

    [Fact]
    public void Other_content_is_noticed_while_the_first_is_under_way()
    {
        var guard = new IdempotencyGuard<int>(timeProvider: _time);
        guard.TryBegin("key", Content).State.ShouldBe(IdempotencyState.Fresh);

        guard.TryBegin("key", Other).State.ShouldBe(IdempotencyState.Mismatch);
        guard.TryBegin("key", Content).State.ShouldBe(IdempotencyState.InFlight);
    }

    [Fact]
    public void A_result_answers_for_five_minutes_from_its_end()
    {
        var guard = new IdempotencyGuard<int>(timeProvider: _time);
        IdempotencyTicket<int> ticket = guard.TryBegin("key", Content).Ticket;
        _time.Advance(TimeSpan.FromHours(1));
        guard.TryBegin("key", Content).State.ShouldBe(IdempotencyState.InFlight);
        guard.Complete(ticket, 42);

        _time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromMilliseconds(1));
        guard.TryBegin("key", Content).Result.ShouldBe(42);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        guard.TryBegin("key", Other).State.ShouldBe(IdempotencyState.Fresh);
        guard.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_end_without_success_is_shared_with_those_who_wait_but_not_kept()
    {
        var guard = new IdempotencyGuard<int>(timeProvider: _time);
        IdempotencyTicket<int> ticket = guard.TryBegin("key", Content).Ticket;
        Task<int> waiting = guard.TryBegin("key", Content).InFlight!;

        guard.Release(ticket, -1);

        (await waiting).ShouldBe(-1);
        guard.TryBegin("key", Content).State.ShouldBe(IdempotencyState.Fresh);
    }

    [Fact]
    public void A_ticket_reports_once_and_a_late_report_does_not_touch_its_successor()
    {
        var guard = new IdempotencyGuard<int>(timeProvider: _time);
        IdempotencyTicket<int> old = guard.TryBegin("key", Content).Ticket;
        guard.Release(old);
        IdempotencyTicket<int> current = guard.TryBegin("key", Content).Ticket;

        guard.Complete(old, 1);
        guard.Release(old);
        guard.Complete(default, 1);

        guard.TryBegin("key", Content).State.ShouldBe(IdempotencyState.InFlight);
        guard.Complete(current, 2);
        guard.Complete(current, 3);
        guard.TryBegin("key", Content).Result.ShouldBe(2);
    }

    [Fact]
    public void Without_a_key_nothing_is_a_repeat_unless_content_is_the_key()
    {
        var byKey = new IdempotencyGuard<int>(timeProvider: _time);
        byKey.TryBegin(null, Content).State.ShouldBe(IdempotencyState.PassThrough);
        byKey.TryBegin(null, Content).State.ShouldBe(IdempotencyState.PassThrough);

        var byContent = new IdempotencyGuard<int>(new IdempotencyOptions { Mode = IdempotencyMode.Content }, _time);
        byContent.TryBegin(null, Content).State.ShouldBe(IdempotencyState.Fresh);
        byContent.TryBegin(null, Content).State.ShouldBe(IdempotencyState.InFlight);
        byContent.TryBegin(null, Other).State.ShouldBe(IdempotencyState.Fresh);
    }

    [Fact]
    public void A_full_guard_lets_through_and_forgets_nothing_that_still_counts()
    {
        var guard = new IdempotencyGuard<int>(new IdempotencyOptions { MaxEntries = 2 }, _time);
        guard.Complete(guard.TryBegin("a", Content).Ticket, 1);
        guard.TryBegin("b", Content);

        guard.TryBegin("c", Content).State.ShouldBe(IdempotencyState.PassThrough);

        guard.TryBegin("a", Content).State.ShouldBe(IdempotencyState.Done);
        _time.Advance(TimeSpan.FromMinutes(5));
        guard.TryBegin("c", Content).State.ShouldBe(IdempotencyState.Fresh);
    }

    [Fact]
    public void Random_sequences_agree_with_a_model()
    {
        int seed = Environment.TickCount;
        var random = new Random(seed);
        var guard = new IdempotencyGuard<int>(new IdempotencyOptions { MaxEntries = 4 }, _time);
        var model = new Dictionary<string, (bool IsDone, DateTimeOffset Until, IdempotencyTicket<int> Ticket)>(
            StringComparer.Ordinal);
        for (int step = 0; step < 100_000; step++)
        {
            string key = $"k{random.Next(6)}";
            foreach (string expired in model.Where(e =>
                e.Value.IsDone && e.Value.Until <= _time.GetUtcNow()).Select(e => e.Key))
            {
                model.Remove(expired);
            }

            bool isKnown = model.TryGetValue(key, out var known);
            switch (random.Next(4))
            {
                case 0:
                    _time.Advance(TimeSpan.FromSeconds(random.Next(1, 200)));
                    break;
                case 1 when isKnown:
                    guard.Complete(known.Ticket, step);
                    model[key] =
                        known.IsDone ? known : (true, _time.GetUtcNow() + TimeSpan.FromMinutes(5), known.Ticket);
                    break;
                case 2 when isKnown && !known.IsDone:
                    guard.Release(known.Ticket);
                    model.Remove(key);
                    break;
                default:
                    IdempotencyState expected = isKnown
                        ? known.IsDone ? IdempotencyState.Done : IdempotencyState.InFlight
                        : model.Count < 4 ? IdempotencyState.Fresh : IdempotencyState.PassThrough;
                    IdempotencyLookup<int> lookup = guard.TryBegin(key, Content);
                    lookup.State.ShouldBe(expected, $"seed {seed}, step {step}");
                    if (expected == IdempotencyState.Fresh)
                    {
                        model[key] = (false, default, lookup.Ticket);
                    }

                    break;
            }
        }
    }

    private ValueTask<int> RunAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(Interlocked.Increment(ref _runs));
}
