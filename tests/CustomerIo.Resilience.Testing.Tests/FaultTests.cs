using System.Globalization;

namespace CustomerIo.Resilience.Testing.Tests;

public sealed class FaultTests : SimulatorTest
{
    private readonly ManualTime _time = new();

    protected override CustomerIoSimulatorOptions Options => new() { TimeProvider = _time };

    [Fact]
    public async Task Queued_faults_are_played_in_order_and_then_no_more()
    {
        Simulator.Faults.Next(
            Fault.Status(500, """{"no":1}""", KeyValuePair.Create("X-Test", "yes")), Fault.ServiceUnavailable());

        var first = await Event(1);
        var second = await Event(1);
        var third = await Event(1);

        (first.Status, first.Body).ShouldBe((500, """{"no":1}"""));
        second.Status.ShouldBe(503);
        third.Status.ShouldBe(200);
        Simulator.EventsOf("1").Count.ShouldBe(1);
        Simulator.Requests.Select(request => (request.StatusCode, request.IsAccepted, request.Fault?.Kind))
            .ShouldBe([(500, false, FaultKind.Status), (503, false, FaultKind.Status), (200, true, null)]);
    }

    [Fact]
    public async Task A_standing_rule_holds_for_its_path_until_cleared()
    {
        Simulator.Faults.When("/api/v1/", Fault.Status(502));

        (await Client.PutAsync("/api/v1/customers/1", "{}")).Status.ShouldBe(502);
        (await Client.PutAsync("/api/v1/customers/1", "{}")).Status.ShouldBe(502);
        (await Event(1)).Status.ShouldBe(200);
        Simulator.Faults.Clear();
        (await Client.PutAsync("/api/v1/customers/1", "{}")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_rule_can_look_at_the_body_and_stop_after_some_times()
    {
        Simulator.Faults.When(request => request.Body.Span.IndexOf("\"poison\""u8) >= 0, Fault.Status(500), times: 2);

        (await Client.PutAsync("/api/v1/customers/poison", """{"a":"poison"}""")).Status.ShouldBe(500);
        (await Client.PutAsync("/api/v1/customers/1", "{}")).Status.ShouldBe(200);
        (await Client.PutAsync("/api/v1/customers/1", """{"a":"poison"}""")).Status.ShouldBe(500);
        (await Client.PutAsync("/api/v1/customers/1", """{"a":"poison"}""")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_reset_before_acceptance_leaves_no_trace_in_the_workspace()
    {
        Simulator.Faults.Next(Fault.ResetBeforeAcceptance());

        await Should.ThrowAsync<HttpRequestException>(() => Event(1));

        Simulator.OperationCount.ShouldBe(0);
        Simulator.Requests.Single().IsAccepted.ShouldBeFalse();
        Simulator.Requests.Single().StatusCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_reset_after_acceptance_has_its_effect_once_the_ulid_protects_the_repeat()
    {
        Simulator.Faults.Next(Fault.ResetAfterAcceptance());

        await Should.ThrowAsync<HttpRequestException>(() => Event(1));
        await Simulator.WaitForAsync(simulator => simulator.OperationCount == 1);
        (await Event(1)).Status.ShouldBe(200);

        Simulator.EventsOf("1").Count.ShouldBe(1);
        Simulator.DuplicateEvents.Count.ShouldBe(1);
        Simulator.Requests[0].IsAccepted.ShouldBeTrue();
        Simulator.Requests[0].StatusCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_hang_that_the_client_gives_up_was_never_accepted()
    {
        Simulator.Faults.Next(Fault.Hang());
        using var impatience = new CancellationTokenSource();
        var call = Client.SendAsync("PUT", "/api/v1/customers/1", "{}", impatience.Token);
        await Simulator.WaitForAsync(simulator => simulator.Faults.HungRequests == 1);

        await impatience.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => call);
        await Simulator.WaitForAsync(simulator => simulator.Faults.HungRequests == 0);
        Simulator.OperationCount.ShouldBe(0);
    }

    [Fact]
    public async Task A_released_hang_goes_on_as_usual()
    {
        Simulator.Faults.Next(Fault.Hang());
        var call = Event(1);
        await Simulator.WaitForAsync(simulator => simulator.Faults.HungRequests == 1);
        call.IsCompleted.ShouldBeFalse();

        Simulator.Faults.ReleaseHung();

        (await call).Status.ShouldBe(200);
        Simulator.EventsOf("1").Count.ShouldBe(1);
    }

    [Fact]
    public async Task Latency_is_waited_for_by_the_simulators_clock()
    {
        Simulator.Faults.Next(Fault.Latency(TimeSpan.FromHours(1)));
        var call = Event(1);
        await _time.TimerCreatedAsync();
        Simulator.OperationCount.ShouldBe(0);

        _time.Advance(TimeSpan.FromHours(1));

        (await call).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Latency_goes_before_any_other_fault()
    {
        Simulator.Faults.Next(Fault.Status(500).WithLatency(TimeSpan.FromHours(1)));
        var call = Event(1);
        await _time.TimerCreatedAsync();

        _time.Advance(TimeSpan.FromHours(1));

        (await call).Status.ShouldBe(500);
    }

    [Fact]
    public async Task Chosen_items_of_a_batch_are_refused_and_the_rest_accepted()
    {
        Simulator.Faults.Next(Fault.RejectItems(0, 2, 99));

        var answer = await Client.BatchAsync(Item(1), Item(2), Item(3));

        answer.Status.ShouldBe(207);
        answer.Json.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("batch_index").GetInt32())
            .ShouldBe([0, 2]);
        answer.Json.GetProperty("errors")[0].GetProperty("reason").GetString().ShouldBe("invalid");
        Simulator.EventsOf("1").Single().EventId.ShouldBe(Ulid(2));
        Simulator.Requests.Single().IsAccepted.ShouldBeTrue();
    }

    [Fact]
    public async Task Drawn_items_depend_on_the_seed_and_the_number_of_the_request()
    {
        string[] items = [.. Enumerable.Range(0, 40).Select(Item)];
        var runs = new List<string>();
        foreach (var seed in new ulong[] { 7, 7, 8 })
        {
            Simulator.Reset();
            Simulator.Faults.Random(seed, (1, Fault.RejectItemsAtRandom(0.5)));
            runs.Add((await Client.BatchAsync(items)).Body + (await Client.BatchAsync(items)).Body);
        }

        runs[1].ShouldBe(runs[0]);
        string.Equals(runs[2], runs[0], StringComparison.Ordinal).ShouldBeFalse();
        runs[0].Contains("batch_index", StringComparison.Ordinal).ShouldBeTrue();
    }

    [Fact]
    public async Task Too_many_requests_comes_with_each_form_of_retry_after()
    {
        var wait = TimeSpan.FromSeconds(90);
        Simulator.Faults.Next(
            Fault.TooManyRequests(),
            Fault.TooManyRequests(RetryAfterForm.Seconds, wait),
            Fault.TooManyRequests(RetryAfterForm.HttpDate, wait),
            Fault.TooManyRequests(RetryAfterForm.Garbage));

        var absent = await Event(1);
        var seconds = await Event(1);
        var date = await Event(1);
        var garbage = await Event(1);

        absent.Status.ShouldBe(429);
        absent.RawRetryAfter.ShouldBeNull();
        seconds.RetryAfter!.Delta.ShouldBe(wait);
        date.RetryAfter!.Date.ShouldBe(_time.GetUtcNow() + wait);
        date.RawRetryAfter.ShouldBe((_time.GetUtcNow() + wait).ToString("R", CultureInfo.InvariantCulture));
        garbage.RetryAfter.ShouldBeNull();
        garbage.RawRetryAfter.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task A_garbage_body_is_a_200_that_is_no_json()
    {
        Simulator.Faults.Next(Fault.Garbage(), Fault.Garbage(accepted: false));

        var accepted = await Event(1);
        var lost = await Event(2);

        accepted.Status.ShouldBe(200);
        accepted.Body.ShouldStartWith("<html>");
        lost.Status.ShouldBe(200);
        Simulator.Operations.Select(operation => operation.EventId).ShouldBe([Ulid(1)]);
    }

    [Fact]
    public async Task A_slow_body_comes_a_byte_at_a_time()
    {
        Simulator.Faults.Next(Fault.SlowBody(TimeSpan.FromSeconds(1)));
        var call = Event(1);

        for (var i = 0; i < 3; i++)
        {
            await _time.TimerCreatedAsync();
            call.IsCompleted.ShouldBeFalse();
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        var answer = await call;
        answer.Body.ShouldBe("{}\n");
        Simulator.EventsOf("1").Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_mix_gives_the_nth_request_the_same_fault_whatever_the_concurrency()
    {
        Simulator.Faults.Random(42, (0.3, Fault.Status(500)), (0.2, Fault.Status(503)));
        for (var i = 0; i < 100; i++)
        {
            await Event(i);
        }

        var alone = Faults();
        Simulator.Reset();
        Simulator.Faults.Random(42, (0.3, Fault.Status(500)), (0.2, Fault.Status(503)));
        await Task.WhenAll(Enumerable.Range(0, 100).Select(Event));

        Simulator.Requests.Count.ShouldBe(100);
        Faults().Order().ShouldBe(alone.Order());
        alone.Count(status => status == 500).ShouldBeInRange(15, 45);
        alone.Count(status => status == 503).ShouldBeInRange(8, 35);
        alone.Count(status => status == 200).ShouldBeGreaterThan(25);
    }

    [Fact]
    public async Task Two_runs_of_one_seed_fail_the_same_requests()
    {
        var runs = new List<List<int>>();
        foreach (var seed in new ulong[] { 1, 1, 2 })
        {
            Simulator.Reset();
            Simulator.Faults.Random(seed, (0.5, Fault.Status(500)));
            for (var i = 0; i < 50; i++)
            {
                await Event(i);
            }

            runs.Add(Faults());
        }

        runs[1].ShouldBe(runs[0]);
        runs[2].ShouldNotBe(runs[0]);
    }

    [Fact]
    public void Probabilities_over_one_are_refused() => Should.Throw<ArgumentException>(() =>
        Simulator.Faults.Random(1, (0.7, Fault.Status(500)), (0.7, Fault.Status(503)))).Message.ShouldContain("1.4");

    private List<int> Faults() => [.. Simulator.Requests.Select(request => request.StatusCode)];

    private static string Item(int number) =>
        $$$"""{"type":"person","action":"event","identifiers":{"id":"1"},"name":"a","id":"{{{Ulid(number)}}}"}""";

    private Task<SimulatorClient.Answer> Event(int number) => Client.EntityAsync(Item(number));
}
