using CustomerIo.Resilience.Http;
using CustomerIo.Resilience.Resilience;
using CustomerIo.Resilience.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Polly;

namespace CustomerIo.Resilience.Tests.Resilience;

public sealed class PipelineTests
{
    private readonly FakeTime _time = new();

    [Fact]
    public async Task Five_failures_open_the_circuit_and_the_next_call_is_not_sent()
    {
        var network = new ScriptedHandler(_ => ScriptedHandler.Status(500));
        await using var harness = Harness(network);
        for (int i = 0; i < 5; i++)
        {
            (await harness.SendAsync()).Status.ShouldBe(500);
        }

        HttpResult result = await harness.SendAsync();

        result.Failure.ShouldBe(FailureKind.CircuitOpen);
        result.RetryAfter.ShouldBe(TimeSpan.FromSeconds(30));
        network.Count.ShouldBe(5);
        harness.Observer.Circuits.ShouldBe([(ApiSurface.Track, CircuitState.Open)]);
        harness.Log.All.ShouldContain(line => line.Event.Id == 1000);
    }

    [Fact]
    public async Task The_call_that_opens_the_circuit_does_not_wait_for_a_retry_that_would_be_refused()
    {
        var network = new ScriptedHandler(_ => ScriptedHandler.Status(500));
        await using var harness = Harness(network, options =>
        {
            options.Track.Retry.MaxRetries = 10;
            options.Track.Retry.BaseDelay = TimeSpan.FromMilliseconds(1);
        });

        Task<HttpResult> sending = harness.SendAsync();
        for (int wait = 1; wait <= 8; wait *= 2)
        {
            sending.IsCompleted.ShouldBeFalse();
            _time.Advance(TimeSpan.FromMilliseconds(wait));
        }

        sending.IsCompleted.ShouldBeTrue();
        (await sending).Status.ShouldBe(500);
        network.Count.ShouldBe(5);
        harness.Breakers.Track.State.ShouldBe(CircuitState.Open);
    }

    [Fact]
    public async Task An_open_circuit_refuses_at_once_without_waiting_for_a_token()
    {
        await using var harness = Harness(new ScriptedHandler(_ => ScriptedHandler.Status(200)));
        HttpCall broadcast = HttpHarness.Post(surface: ApiSurface.AppBroadcast);
        (await harness.SendAsync(broadcast)).Status.ShouldBe(200);
        harness.Breakers.App.Isolate();

        Task<HttpResult> refused = harness.SendAsync(broadcast);

        refused.IsCompleted.ShouldBeTrue();
        (await refused).Failure.ShouldBe(FailureKind.CircuitOpen);
    }

    [Fact]
    public async Task A_call_cancelled_beforehand_is_not_sent()
    {
        var network = new ScriptedHandler(_ => ScriptedHandler.Status(200));
        await using var harness = Harness(network);

        await Should.ThrowAsync<OperationCanceledException>(() =>
            harness.SendAsync(cancellationToken: new CancellationToken(canceled: true)));

        network.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Track_and_app_fail_independently()
    {
        var network = new ScriptedHandler((request, _, _) => Task.FromResult(
            ScriptedHandler.Status(request.RequestUri!.Host.StartsWith('t') ? 500 : 200)));
        await using var harness = Harness(network);
        for (int i = 0; i < 5; i++)
        {
            await harness.SendAsync();
        }

        (await harness.SendAsync(HttpHarness.Post(surface: ApiSurface.App))).Status.ShouldBe(200);
        harness.Breakers.Track.State.ShouldBe(CircuitState.Open);
        harness.Breakers.App.State.ShouldBe(CircuitState.Closed);
    }

    [Fact]
    public async Task Too_many_reads_or_broadcasts_do_not_stop_transactional_sends()
    {
        var network = new ScriptedHandler(_ => ScriptedHandler.Status(429));
        await using var harness = Harness(network, options =>
        {
            options.RateLimits.AppPerSecond = 1_000;
            options.RateLimits.BroadcastInterval = TimeSpan.FromMilliseconds(1);
        });
        for (int i = 0; i < 10; i++)
        {
            await harness.SendAsync(HttpHarness.Post(surface: ApiSurface.App));
            await harness.SendAsync(HttpHarness.Post(surface: ApiSurface.AppBroadcast));
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        harness.Breakers.App.State.ShouldBe(CircuitState.Closed);
        harness.Breakers.App.FailureCount.ShouldBe(0);
    }

    [Theory]
    [InlineData(408, true)]
    [InlineData(429, true)]
    [InlineData(500, true)]
    [InlineData(501, true)]
    [InlineData(503, true)]
    [InlineData(400, false)]
    [InlineData(401, false)]
    [InlineData(403, false)]
    [InlineData(404, false)]
    [InlineData(413, false)]
    [InlineData(301, false)]
    public async Task Only_trouble_of_the_server_counts_as_failure(int status, bool counts)
    {
        await using var harness = Harness(new ScriptedHandler(_ => ScriptedHandler.Status(status)));

        await harness.SendAsync();

        harness.Breakers.Track.FailureCount.ShouldBe(counts ? 1 : 0);
    }

    [Fact]
    public async Task A_refused_request_does_not_hide_the_failures_before_it()
    {
        await using var harness =
            Harness(new ScriptedHandler(number => ScriptedHandler.Status(number == 4 ? 400 : 500)));

        for (int i = 0; i < 6; i++)
        {
            await harness.SendAsync();
        }

        harness.Breakers.Track.State.ShouldBe(CircuitState.Open);
    }

    // Without optimisation the compiler makes a class of every async method's state.
#if DEBUG
    [Fact(Skip = "Measured in Release builds.")]
#else
    [Fact]
#endif
    public async Task A_good_call_through_the_pipeline_allocates_nothing()
    {
        var services = new PipelineServices(
            TimeProvider.System, new ScriptedRandom(), NullHttpObserver.Instance, NullLogger.Instance);
        var options = new CustomerIoOptions();
        options.RateLimits.TrackPerSecond = 100_000;
        using var breakers = new CircuitBreakers(options, services.Time, services.Observer, services.Logger);
        using var pipelines = new WorkspacePipelines(options, breakers, services);
        var sender = new InstantSender();
        HttpCall call = HttpHarness.Post();
        using var cancel = new CancellationTokenSource();

        // The bucket holds 10,000, so that no call waits.
        for (int i = 0; i < 3_000; i++)
        {
            await pipelines[ApiSurface.Track].ExecuteAsync(call, sender, cancel.Token);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 3_000; i++)
        {
            ValueTask<HttpResult> sending = pipelines[ApiSurface.Track].ExecuteAsync(call, sender, cancel.Token);
            sending.IsCompletedSuccessfully.ShouldBeTrue();
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(3_000);
    }

    private HttpHarness Harness(ScriptedHandler network, Action<CustomerIoOptions>? configure = null) => new(
        options =>
        {
            options.Track.Retry.MaxRetries = 0;
            options.App.Retry.MaxRetries = 0;
            configure?.Invoke(options);
        },
        network,
        _time);

    private sealed class InstantSender : IAttemptSender
    {
        private static readonly HttpResult Ok = HttpResult.Answer(200, default);

        public ValueTask<Outcome<HttpResult>> SendOnceAsync(CallScope scope, CancellationToken cancellationToken) =>
            Outcome.FromResultAsValueTask(Ok);
    }
}
