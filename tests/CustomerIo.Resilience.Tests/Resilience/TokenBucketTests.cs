using CustomerIo.Resilience.Http;
using CustomerIo.Resilience.Resilience;
using CustomerIo.Resilience.Tests.Support;

namespace CustomerIo.Resilience.Tests.Resilience;

public sealed class TokenBucketTests
{
    private static readonly TimeSpan Patient = TimeSpan.FromMinutes(10);

    private readonly FakeTime _time = new();

    [Fact]
    public void A_burst_of_a_tenth_of_a_second_goes_at_once_and_the_rest_at_the_rate()
    {
        using TokenBucket bucket = TokenBucket.PerSecond(100, _time);
        List<Turn> turns = [.. Enumerable.Range(0, 60).Select(_ => Take(bucket))];

        turns.Count(turn => turn.IsCompleted).ShouldBe(10);
        _time.Advance(TimeSpan.FromMilliseconds(100));
        turns.Count(turn => turn.IsCompleted).ShouldBe(20);
        _time.Advance(TimeSpan.FromMilliseconds(400));
        turns.Count(turn => turn.IsCompleted).ShouldBe(60);
    }

    [Fact]
    public void Who_came_first_goes_first()
    {
        using var bucket = new TokenBucket(TimeSpan.FromSeconds(1), 1, _time);
        List<Turn> turns = [.. Enumerable.Range(0, 5).Select(_ => Take(bucket))];

        for (int gone = 1; gone <= 5; gone++)
        {
            turns.Select(turn => turn.IsCompleted).ShouldBe(Enumerable.Range(0, 5).Select(i => i < gone));
            _time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public void A_newcomer_does_not_overtake_those_who_wait()
    {
        using var bucket = new TokenBucket(TimeSpan.FromSeconds(1), 1, _time);
        Take(bucket).IsCompleted.ShouldBeTrue();
        Turn waiting = Take(bucket);

        // The token is there, but its timer has not fired yet.
        _time.Jump(TimeSpan.FromSeconds(1));
        Turn newcomer = Take(bucket);
        newcomer.IsCompleted.ShouldBeFalse();

        _time.Advance(TimeSpan.Zero);
        waiting.IsCompleted.ShouldBeTrue();
        newcomer.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public void Who_gives_up_leaves_the_turn_to_the_next()
    {
        using var bucket = new TokenBucket(TimeSpan.FromSeconds(1), 1, _time);
        using var cancel = new CancellationTokenSource();
        Take(bucket).IsCompleted.ShouldBeTrue();
        Turn first = Take(bucket, cancel.Token);
        Turn second = Take(bucket);

        cancel.Cancel();
        first.Task.IsCanceled.ShouldBeTrue();
        _time.Advance(TimeSpan.FromSeconds(1));

        second.IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public void No_token_in_time_is_said_at_once_with_the_wait_it_would_take()
    {
        using var bucket = new TokenBucket(TimeSpan.FromSeconds(10), 1, _time);
        bucket.TryTake(Patient, out _, out _).ShouldBeTrue();
        _ = Take(bucket);
        _ = Take(bucket);

        bucket.TryTake(TimeSpan.FromSeconds(30), out _, out TimeSpan wait).ShouldBeFalse();

        wait.ShouldBe(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void Idling_does_not_save_up_more_than_a_burst()
    {
        using TokenBucket bucket = TokenBucket.PerSecond(10, _time);
        _time.Advance(TimeSpan.FromHours(1));

        Enumerable.Range(0, 5).Count(_ => Take(bucket).IsCompleted).ShouldBe(1);
    }

    [Fact]
    public void Any_second_sees_at_most_the_rate_and_a_tenth()
    {
        using TokenBucket bucket = TokenBucket.PerSecond(10, _time);
        List<Turn> turns = [.. Enumerable.Range(0, 200).Select(_ => Take(bucket))];
        for (int second = 0; second < 10; second++)
        {
            int before = turns.Count(turn => turn.IsCompleted);
            _time.Advance(TimeSpan.FromSeconds(1));
            (turns.Count(turn => turn.IsCompleted) - before).ShouldBe(10);
        }
    }

    [Fact]
    public async Task A_call_without_a_turn_in_its_budget_is_rate_limited_and_the_breaker_does_not_mind()
    {
        var network = new ScriptedHandler(_ => ScriptedHandler.Status(200));
        await using var harness = new HttpHarness(network: network, time: _time);
        HttpCall broadcast = HttpHarness.Post(surface: ApiSurface.AppBroadcast);
        List<Task<HttpResult>> sending = [.. Enumerable.Range(0, 5).Select(_ => harness.SendAsync(broadcast))];

        // 1 per 10 s within 30 s: now, after 10 s and after 20 s.
        HttpResult fourth = await sending[3];
        fourth.Failure.ShouldBe(FailureKind.RateLimited);
        fourth.RetryAfter.ShouldBe(TimeSpan.FromSeconds(30));
        _time.Advance(TimeSpan.FromSeconds(20));

        (await sending[0]).Status.ShouldBe(200);
        (await sending[1]).Status.ShouldBe(200);
        (await sending[2]).Status.ShouldBe(200);
        (await sending[4]).Failure.ShouldBe(FailureKind.RateLimited);
        harness.Breakers.App.FailureCount.ShouldBe(0);
        harness.Observer.Retries.ShouldBeEmpty();
    }

    [Fact]
    public async Task Each_attempt_takes_a_token()
    {
        var network = new ScriptedHandler(number => ScriptedHandler.Status(number == 0 ? 503 : 200));
        await using var harness = new HttpHarness(
            options => options.RateLimits.BroadcastInterval = TimeSpan.FromSeconds(5), network, _time);

        Task<HttpResult> sending = harness.SendAsync(HttpHarness.Post(surface: ApiSurface.AppBroadcast));
        _time.Advance(TimeSpan.FromSeconds(4.9));
        network.Count.ShouldBe(1);
        _time.Advance(TimeSpan.FromSeconds(0.1));

        (await sending.WaitAsync(TimeSpan.FromSeconds(30))).Status.ShouldBe(200);
        network.Count.ShouldBe(2);
    }

    private static Turn Take(TokenBucket bucket, CancellationToken cancellationToken = default)
    {
        bucket.TryTake(Patient, out LinkedListNode<TaskCompletionSource>? turn, out _).ShouldBeTrue();
        if (turn is null)
        {
            return new Turn(Task.CompletedTask);
        }

        // The turn itself is done when the timer fires; what awaits it goes on elsewhere.
        _ = bucket.WaitAsync(turn, cancellationToken).AsTask();
        return new Turn(turn.Value.Task);
    }

    private sealed record Turn(Task Task)
    {
        public bool IsCompleted => Task.IsCompleted;
    }
}
