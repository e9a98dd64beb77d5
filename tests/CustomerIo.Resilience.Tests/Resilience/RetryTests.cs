using System.Globalization;
using CustomerIo.Resilience.Http;
using CustomerIo.Resilience.Resilience;
using CustomerIo.Resilience.Tests.Support;

namespace CustomerIo.Resilience.Tests.Resilience;

public sealed class RetryTests
{
    private readonly FakeTime _time = new();

    public static TheoryData<string, double?> AskedWaits => new()
    {
        // The date of the test's clock is 2030-01-01T00:00:00Z. null: not waited for, as it is beyond the 30 s there
        // are.
        { "0", 1 },
        { "1", 1 },
        { "-5", 1 },
        { "29", 29 },
        { "30", null },
        { "60", null },
        { "3600", null },
        { "99999999999999999999999999", null },
        { "Tue, 01 Jan 2030 00:00:07 GMT", 7 },
        { "Tuesday, 01-Jan-30 00:00:07 GMT", 7 },
        { "Tue Jan  1 00:00:07 2030", 7 },
        { "Mon, 31 Dec 2029 23:00:00 GMT", 1 },
        { "Tue, 01 Jan 2030 05:00:00 GMT", null },
        { "soon", 1 },
        { "NaN", 1 },
        { "1.5", 1 },
        { "", 1 },
        { "-", 1 },
    };

    [Theory]
    [MemberData(nameof(AskedWaits))]
    public async Task Retry_after_lengthens_the_back_off_inside_the_budget_and_never_past_it(string retryAfter, double? seconds)
    {
        var network = new ScriptedHandler(number =>
            number == 0 ? ScriptedHandler.Status(429, retryAfter: retryAfter) : ScriptedHandler.Status(200));
        await using var harness = new HttpHarness(network: network, time: _time);

        Task<HttpResult> sending = harness.SendAsync();

        if (seconds is { } wait)
        {
            await AdvanceToEndAsync(sending);
            harness.Observer.Retries.ShouldBe([TimeSpan.FromSeconds(wait)]);
            (await sending).Status.ShouldBe(200);
        }
        else
        {
            sending.IsCompleted.ShouldBeTrue("it stops at once rather than waiting for nothing");
            HttpResult result = await sending;
            result.Status.ShouldBe(429);
            result.RetryAfter.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(30));
            network.Count.ShouldBe(1);
        }
    }

    [Fact]
    public async Task Waits_double_from_one_second_and_there_are_three()
    {
        var network = new ScriptedHandler(_ => ScriptedHandler.Status(503));
        await using var harness = new HttpHarness(network: network, time: _time);

        Task<HttpResult> sending = harness.SendAsync();
        await AdvanceToEndAsync(sending);

        (await sending).Status.ShouldBe(503);
        network.Count.ShouldBe(4);
        harness.Observer.Retries.ShouldBe(
            [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4)]);
    }

    [Fact]
    public async Task A_computed_wait_that_does_not_fit_ends_the_call_with_its_last_answer()
    {
        var network = new ScriptedHandler(_ => ScriptedHandler.Status(503));
        await using var harness = new HttpHarness(
            options =>
                options.Track.TotalTimeout = options.Track.AttemptTimeout = TimeSpan.FromSeconds(5), network, _time);

        Task<HttpResult> sending = harness.SendAsync();
        await AdvanceToEndAsync(sending);

        // 1 s and 2 s fit in 5 s, the next 4 s do not.
        (await sending).Status.ShouldBe(503);
        network.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData(0, 0.0, 1.0)]
    [InlineData(0, 0.5, 1.15)]
    [InlineData(0, 1.0, 1.3)]
    [InlineData(3, 1.0, 10.4)]
    [InlineData(4, 0.0, 16)]
    [InlineData(4, 1.0, 20.8)]
    [InlineData(5, 0.0, 30)]
    [InlineData(5, 1.0, 30)]
    [InlineData(9, 0.5, 30)]
    public void Jitter_adds_up_to_thirty_per_cent_and_the_cap_holds(
        int attempt, double random, double seconds) =>
        RetryDelay.Compute(new RetryOptions(), attempt, new ScriptedRandom { Next = random })
            .ShouldBe(TimeSpan.FromSeconds(seconds), TimeSpan.FromMilliseconds(1));

    [Theory]
    [InlineData(408, true, false)]
    [InlineData(429, true, true)]
    [InlineData(500, true, false)]
    [InlineData(501, true, false)]
    [InlineData(502, true, false)]
    [InlineData(503, true, false)]
    [InlineData(504, true, false)]
    [InlineData(522, true, false)]
    [InlineData(524, true, false)]
    [InlineData(200, false, false)]
    [InlineData(207, false, false)]
    [InlineData(301, false, false)]
    [InlineData(400, false, false)]
    [InlineData(401, false, false)]
    [InlineData(403, false, false)]
    [InlineData(404, false, false)]
    [InlineData(413, false, false)]
    public async Task An_answer_is_retried_only_where_that_is_safe(int status, bool whenSafe, bool whenNot)
    {
        HttpResponseMessage Answer(int number) =>
            ScriptedHandler.Status(status, """{"errors":[{"batch_index":0,"reason":"invalid"}]}""");

        (await TriesAsync(Answer, Repetition.Safe)).ShouldBe(whenSafe ? 4 : 1);
        (await TriesAsync(Answer, Repetition.OnlyIfNotTaken)).ShouldBe(whenNot ? 4 : 1);
    }

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError, true)]
    [InlineData(HttpRequestError.ConnectionError, true)]
    [InlineData(HttpRequestError.SecureConnectionError, true)]
    [InlineData(HttpRequestError.ResponseEnded, false)]
    [InlineData(HttpRequestError.Unknown, false)]
    public async Task A_transport_failure_is_retried_for_a_send_only_if_nothing_was_sent(
        HttpRequestError error, bool whenNot)
    {
        HttpResponseMessage Fail(int number) => throw new HttpRequestException(error, "transport");

        (await TriesAsync(Fail, Repetition.Safe)).ShouldBe(4);
        (await TriesAsync(Fail, Repetition.OnlyIfNotTaken)).ShouldBe(whenNot ? 4 : 1);
    }

    [Theory]
    [InlineData(Repetition.Safe, 3)]
    [InlineData(Repetition.OnlyIfNotTaken, 1)]
    internal async Task A_hung_attempt_ends_after_ten_seconds_and_the_call_after_thirty(
        Repetition repetition, int tries)
    {
        var network = new ScriptedHandler((_, _, token) => ScriptedHandler.Never(token));
        await using var harness = new HttpHarness(network: network, time: _time);
        DateTimeOffset started = _time.GetUtcNow();

        Task<HttpResult> sending = harness.SendAsync(HttpHarness.Post(repetition: repetition));
        await AdvanceToEndAsync(sending);

        (await sending).Failure.ShouldBe(FailureKind.TimedOut);
        network.Count.ShouldBe(tries);
        (_time.GetUtcNow() - started).ShouldBe(TimeSpan.FromSeconds(tries == 1 ? 10 : 30));
        harness.Observer.Attempts.ShouldAllBe(attempt => attempt.Failure == FailureKind.TimedOut);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(1.0)]
    public async Task Every_retry_waits_longer_than_the_last_even_if_the_server_asks_for_no_wait(double random)
    {
        var network = new ScriptedHandler(_ => ScriptedHandler.Status(429, retryAfter: "0"));
        await using var harness = new HttpHarness(options => options.Track.Retry.Jitter = 0.3, network, _time);
        harness.Random.Next = random;

        Task<HttpResult> sending = harness.SendAsync();
        await AdvanceToEndAsync(sending);

        await sending;
        double share = 1 + (0.3 * random);
        harness.Observer.Retries.Select(static wait => wait.TotalSeconds)
            .ShouldBe([share, 2 * share, 4 * share], tolerance: 0.001);
    }

    [Theory]
    [InlineData("0.1", "0.1")]
    [InlineData("5", "5")]
    [InlineData("10", "4")]
    public async Task A_hung_call_is_a_failure_whichever_timeout_ends_it(string attempt, string total)
    {
        var network = new ScriptedHandler((_, _, token) => ScriptedHandler.Never(token));
        await using var harness = new HttpHarness(
            options =>
            {
                options.Track.AttemptTimeout = TimeSpan.FromSeconds(double.Parse(attempt, CultureInfo.InvariantCulture));
                options.Track.TotalTimeout = TimeSpan.FromSeconds(double.Parse(total, CultureInfo.InvariantCulture));
                options.Track.Retry.MaxRetries = 0;
            },
            network,
            _time);

        for (int call = 0; call < 5; call++)
        {
            Task<HttpResult> sending = harness.SendAsync();
            await AdvanceToEndAsync(sending);
            (await sending).Failure.ShouldBe(FailureKind.TimedOut);
        }

        harness.Breakers.Track.State.ShouldBe(CircuitState.Open);
        harness.Breakers.Track.LastFailureKind.ShouldBe("TimedOut");
    }

    [Fact]
    public async Task A_success_that_is_no_answer_is_retried_and_counts_as_a_failure()
    {
        var network = new ScriptedHandler(_ => ScriptedHandler.Status(200, "<html>Log in"));
        await using var harness = new HttpHarness(network: network, time: _time);

        Task<HttpResult> sending = harness.SendAsync();
        await AdvanceToEndAsync(sending);

        (await sending).Failure.ShouldBe(FailureKind.NotUnderstood);
        network.Count.ShouldBe(4);
        harness.Breakers.Track.FailureCount.ShouldBe(4);
        harness.Breakers.Track.LastFailureKind.ShouldBe("NotUnderstood");
        (await TriesAsync(_ => ScriptedHandler.Status(200, "<html>"), Repetition.OnlyIfNotTaken)).ShouldBe(1);
    }

    [Fact]
    public async Task Only_the_callers_own_cancellation_throws()
    {
        var network = new ScriptedHandler((_, _, token) => ScriptedHandler.Never(token));
        await using var harness = new HttpHarness(network: network, time: _time);
        using var cancel = new CancellationTokenSource();

        Task<HttpResult> sending = harness.SendAsync(cancellationToken: cancel.Token);
        await cancel.CancelAsync();

        OperationCanceledException exception = await Should.ThrowAsync<OperationCanceledException>(() => sending);
        exception.CancellationToken.ShouldBe(cancel.Token);
        harness.Breakers.Track.FailureCount.ShouldBe(0);
        harness.Observer.Attempts.ShouldBeEmpty();
    }

    [Fact]
    public async Task Cancelling_ends_the_wait_between_attempts()
    {
        var network = new ScriptedHandler(_ => ScriptedHandler.Status(503));
        await using var harness = new HttpHarness(network: network, time: _time);
        using var cancel = new CancellationTokenSource();

        Task<HttpResult> sending = harness.SendAsync(cancellationToken: cancel.Token);
        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => sending);
        network.Count.ShouldBe(1);
    }

    private async Task<int> TriesAsync(Func<int, HttpResponseMessage> script, Repetition repetition)
    {
        var network = new ScriptedHandler(script);
        await using var harness = new HttpHarness(network: network, time: _time);
        Task<HttpResult> sending = harness.SendAsync(HttpHarness.Post(repetition: repetition));
        await AdvanceToEndAsync(sending);
        await sending;
        return network.Count;
    }

    /// <summary>
    /// Everything under the fake network runs on this thread, so a call is either done or waits for a timer.
    /// </summary>
    private async Task AdvanceToEndAsync(Task task)
    {
        for (int i = 0; i < 1_000 && !task.IsCompleted; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(0.5));
        }

        await task.WaitAsync(TimeSpan.FromSeconds(30));
    }
}
