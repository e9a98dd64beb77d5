using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Testing;
using CustomerIo.Resilience.Tests.Support;
using CustomerIo.Resilience.Track;

namespace CustomerIo.Resilience.Tests.Wire;

/// <summary>Answers over a socket that are none: what the callers hear, and what becomes of their operations.</summary>
public sealed class AnswerFaultTests
{
    public static TheoryData<string> NoAnswers =>
    [
        "\uFEFF<!doctype html><p>Log in",
        "\n <html>Log in",
        "Please log in.",
        "Service Unavailable",
        """{"status":"down"}""",
        """{"error":"maintenance"}""",
        """{"meta":{"error":"maintenance"}}""",
        """{"errors":"maintenance"}""",
        """{"errors":[{"batch_ind""",
        "[]",
        "null",
        "{}{}",
    ];

    /// <summary>A 207 by which nobody knows which items were refused.</summary>
    public static TheoryData<string> NoVerdicts =>
    [
        .. NoAnswers.Select(static row => row.Data),
        string.Empty,
        "{}",
        """{"errors":[]}""",
        """[{"batch_index":0,"reason":"invalid"}]""",
    ];

    [Theory]
    [MemberData(nameof(NoAnswers))]
    public async Task A_success_that_is_no_answer_delivers_nothing(string body)
    {
        await using Workbench bench = await Workbench.StartAsync(Quick.Recovery);
        bench.Simulator.Faults.Next(Fault.Status(200, body));

        DeliveryResult result = await bench.Client.TrackAsync("ada", "step", new() { ["n"] = 0 });
        await bench.SettleAsync();

        result.IsAccepted.ShouldBeTrue();
        Numbers(bench).ShouldBe([0]);
        (await bench.DeadLettersAsync()).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(NoVerdicts))]
    public async Task A_207_that_names_no_item_delivers_nothing_and_refuses_nothing(string body)
    {
        await using Workbench bench = await Workbench.StartAsync(OneBatch);
        bench.Simulator.Faults.Next(Fault.Status(207, body));

        EnqueueThree(bench);
        await bench.Tracker.FlushAsync(TimeSpan.FromSeconds(60));
        await bench.SettleAsync();

        Numbers(bench).Order().ShouldBe([0, 1, 2]);
        (await bench.DeadLettersAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"error":"maintenance"}""")]
    [InlineData("""{"errors":[{"batch_index":99,"reason":"invalid"}]}""")]
    [InlineData("""{"errors":[{"batch_index":-1,"reason":"invalid"}]}""")]
    [InlineData("""{"errors":[{"batch_index":"none","reason":"invalid"}]}""")]
    public async Task Answers_that_go_on_being_none_are_an_outage_and_make_no_dead_letters(string body)
    {
        await using Workbench bench = await Workbench.StartAsync(OneBatch);
        bench.Simulator.Faults.When("/", Fault.Status(200, body));

        EnqueueThree(bench);
        await bench.Tracker.FlushAsync(TimeSpan.FromMilliseconds(500));
        long seen = bench.Simulator.RequestCount;
        await bench.WaitForAsync(bench => bench.Simulator.RequestCount > seen + 3);
        bench.Simulator.Faults.Clear();
        await bench.SettleAsync();

        Numbers(bench).Order().ShouldBe([0, 1, 2]);
        (await bench.DeadLettersAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(207, "\uFEFF")]
    [InlineData(207, "\n")]
    [InlineData(207, " \r\n\t\uFEFF \n")]
    [InlineData(200, "\uFEFF")]
    [InlineData(200, "\n")]
    public async Task The_refusals_of_an_answer_that_begins_oddly_are_read(int status, string start)
    {
        await using Workbench bench = await Workbench.StartAsync(OneBatch);
        bench.Simulator.Faults.Next(
            Fault.Status(status, start + """{"errors":[{"batch_index":1,"reason":"invalid","message":"no"}]}"""));

        EnqueueThree(bench);
        FlushResult result = await bench.Tracker.FlushAsync(TimeSpan.FromSeconds(60));

        result.ShouldBe(new FlushResult(Sent: 2, Stored: 0, Rejected: 1, Remaining: 0));
        DeadLetter letter = (await bench.DeadLettersAsync()).ShouldHaveSingleItem();
        letter.Error.ShouldBe(new CustomerIoError("no", "invalid", null, 1));
        letter.Operation.Payload.ToArray().AsSpan().IndexOf("\"n\":1}"u8).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Two_errors_of_one_item_are_one_refusal()
    {
        await using Workbench bench = await Workbench.StartAsync(OneBatch);
        bench.Simulator.Faults.Next(
            Fault.Status(207, """{"errors":[{"batch_index":2,"reason":"a"},{"batch_index":2,"reason":"b"}]}"""));

        EnqueueThree(bench);
        FlushResult result = await bench.Tracker.FlushAsync(TimeSpan.FromSeconds(60));

        result.ShouldBe(new FlushResult(Sent: 2, Stored: 0, Rejected: 1, Remaining: 0));
        (await bench.DeadLettersAsync()).ShouldHaveSingleItem().Error!.Reason.ShouldBe("a");
    }

    [Theory]
    [MemberData(nameof(NoAnswers))]
    public async Task A_call_of_the_track_api_whose_answer_is_none_throws(string body)
    {
        await using Workbench bench = await Workbench.StartAsync(Once);
        ITrackClient track = bench.Get<ITrackClient>();
        bench.Simulator.Faults.When("/", Fault.Status(200, body));

        foreach (Func<Task> call in (Func<Task>[])
            [
                () => track.IdentifyAsync("ada", new() { ["plan"] = "basic" }),
                () => track.TrackAnonymousAsync(new TrackEvent("seen")),
                () => track.SendEntityAsync(new PersonDelete("ada")),
                () => track.SendBatchAsync([new PersonDelete("ada"), new PersonDelete("bob")]),
            ])
        {
            CustomerIoException exception = await Should.ThrowAsync<CustomerIoException>(call);
            exception.Reason.ShouldBe(CustomerIoErrorReason.UnexpectedAnswer);
            exception.Message.ShouldNotContain("maintenance");
        }
    }

    [Theory]
    [MemberData(nameof(NoVerdicts))]
    public async Task A_batch_of_the_track_api_is_not_complete_by_a_207_that_names_no_item(string body)
    {
        await using Workbench bench = await Workbench.StartAsync(Once);
        bench.Simulator.Faults.Next(Fault.Status(207, body));

        CustomerIoException exception = await Should.ThrowAsync<CustomerIoException>(
            bench.Get<ITrackClient>().SendBatchAsync([new PersonDelete("ada"), new PersonDelete("bob")]));

        exception.Reason.ShouldBe(CustomerIoErrorReason.UnexpectedAnswer);
    }

    [Theory]
    [InlineData("\uFEFF<html>Log in")]
    [InlineData("Please log in.")]
    [InlineData("""{"segments":[""")]
    [InlineData("\"ok\"")]
    public async Task A_call_of_the_app_api_whose_answer_is_none_throws_and_says_so(string body)
    {
        await using Workbench bench = await Workbench.StartAsync(Once);
        IApiClient api = bench.Get<IApiClient>();
        bench.Simulator.Faults.When("/", Fault.Status(200, body));

        foreach (Func<Task> call in (Func<Task>[])
            [
                () => api.Segments.ListAsync(),
                () => api.SendAsync(HttpMethod.Get, "/v1/campaigns"),
                () => api.Transactional.SendInAppAsync(new() { Person = "ada", TransactionalMessageId = 1 }),
            ])
        {
            CustomerIoException exception = await Should.ThrowAsync<CustomerIoException>(call);
            exception.Reason.ShouldBe(CustomerIoErrorReason.UnexpectedAnswer);
            exception.Message.ShouldContain("no answer of Customer.io");
        }
    }

    [Fact]
    public async Task An_answer_of_the_app_api_that_begins_with_a_byte_order_mark_is_read()
    {
        await using Workbench bench = await Workbench.StartAsync(Once);
        bench.Simulator.Faults.When("/", Fault.Status(200, "\uFEFF\n{\"segments\":[{\"id\":7,\"name\":\"all\"}]}"));

        (await bench.Get<IApiClient>().Segments.ListAsync()).ShouldHaveSingleItem().Id.ShouldBe(7);
    }

    [Fact]
    public async Task Answers_that_are_none_open_the_circuit()
    {
        await using Workbench bench = await Workbench.StartAsync(Once);
        bench.Simulator.Faults.When("/", Fault.Status(200, "Service Unavailable"));

        for (int call = 0; call < 5; call++)
        {
            await Should.ThrowAsync<CustomerIoException>(bench.Get<ITrackClient>().DeleteAsync("ada"));
        }

        bench.Status.Circuits.Track.State.ShouldBe(CircuitState.Open);
    }

    [Fact]
    public async Task Hung_calls_open_the_circuit_when_both_timeouts_are_the_same()
    {
        await using Workbench bench = await Workbench.StartAsync(static options =>
            options.Track.AttemptTimeout = options.Track.TotalTimeout = TimeSpan.FromMilliseconds(100));
        bench.Simulator.Faults.When("/", Fault.Hang());

        for (int call = 0; call < 10; call++)
        {
            await Should.ThrowAsync<CustomerIoException>(bench.Get<ITrackClient>().DeleteAsync("ada"));
        }

        bench.Status.Circuits.Track.State.ShouldBe(CircuitState.Open);
    }

    private static void Once(CustomerIoOptions options)
    {
        options.Track.Retry.MaxRetries = 0;
        options.App.Retry.MaxRetries = 0;
    }

    private static void OneBatch(CustomerIoOptions options)
    {
        Quick.Recovery(options);
        options.Delivery.Lanes = 1;
        options.Delivery.FlushInterval = TimeSpan.FromHours(1);
    }

    private static void EnqueueThree(Workbench bench)
    {
        for (int number = 0; number < 3; number++)
        {
            bench.Tracker.Enqueue("ada", "step", new() { ["n"] = number });
        }
    }

    private static IEnumerable<int> Numbers(Workbench bench) =>
        bench.Simulator.EventsOf("ada").Select(static step => step.Attributes.GetProperty("n").GetInt32());
}
