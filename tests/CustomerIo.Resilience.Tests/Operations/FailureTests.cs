using System.Net;
using CustomerIo.Resilience.Api;
using CustomerIo.Resilience.Testing;
using CustomerIo.Resilience.Tests.Support;
using CustomerIo.Resilience.Track;

namespace CustomerIo.Resilience.Tests.Operations;

/// <summary>What the two API clients throw, and what they try again.</summary>
public sealed class FailureTests
{
    private static readonly SendInAppRequest Message = new() { Person = "ada", TransactionalMessageId = 1 };

    [Theory]
    [InlineData(400, """{"meta":{"error":"bad name"}}""", CustomerIoErrorReason.InvalidRequest, false, "bad name")]
    [InlineData(400, """{"meta":{"errors":["one","two"]}}""", CustomerIoErrorReason.InvalidRequest, false, "one|two")]
    [InlineData(401, null, CustomerIoErrorReason.Unauthorized, false, "")]
    [InlineData(
        403,
        """{"errors":[{"detail":"not yours","status":"403"}]}""",
        CustomerIoErrorReason.Unauthorized,
        false,
        "not yours")]
    [InlineData(404, """{"errors":[{"detail":"none"}]}""", CustomerIoErrorReason.NotFound, false, "none")]
    [InlineData(429, """{"errors":[{"detail":"slow down"}]}""", CustomerIoErrorReason.RateLimited, true, "slow down")]
    [InlineData(500, null, CustomerIoErrorReason.ServerError, true, "")]
    public async Task A_status_is_an_exception_with_its_reason_and_the_servers_words(
        int status, string? body, CustomerIoErrorReason reason, bool isTransient, string words)
    {
        await using Workbench bench = await Workbench.StartAsync(OneAttempt);
        bench.Simulator.Faults.When("/", Fault.Status(status, body));
        Func<Task>[] calls =
        [
            () => bench.Get<ITrackClient>().IdentifyAsync("ada", new() { ["plan"] = "basic" }),
            () => bench.Get<ITrackClient>().SendBatchAsync([new PersonDelete("ada")]),
            () => bench.Get<IApiClient>().Segments.ListAsync(),
            () => bench.Get<IApiClient>().Transactional.SendInAppAsync(Message),
            () => bench.Get<IApiClient>().Broadcasts.TriggerAsync(1),
        ];

        foreach (Func<Task> call in calls)
        {
            CustomerIoException exception = await Should.ThrowAsync<CustomerIoException>(call);
            (exception.Reason, exception.Status, exception.IsTransient)
                .ShouldBe((reason, (HttpStatusCode)status, isTransient));
            string.Join('|', exception.Errors.Select(error => error.Message)).ShouldBe(words);
            exception.Message.ShouldContain($"status {status}");
            exception.Message.ShouldNotContain("ada");
        }
    }

    [Fact]
    public async Task Wrong_credentials_are_told_apart_from_the_rest()
    {
        await using Workbench bench = await Workbench.StartAsync(options =>
        {
            options.TrackApiKey = "wrong";
            options.AppApiKey = "wrong";
        });

        CustomerIoException track = await Should.ThrowAsync<CustomerIoException>(
            bench.Get<ITrackClient>().GetRegionAsync());
        CustomerIoException app = await Should.ThrowAsync<CustomerIoException>(
            bench.Get<IApiClient>().Exports.ListAsync());

        (track.Reason, track.Status).ShouldBe((CustomerIoErrorReason.Unauthorized, HttpStatusCode.Unauthorized));
        (app.Reason, app.Status).ShouldBe((CustomerIoErrorReason.Unauthorized, HttpStatusCode.Unauthorized));
        track.Message.ShouldContain("Check the credentials");
        track.Message.ShouldNotContain("wrong");
        bench.Simulator.RequestCount.ShouldBe(2, "a 401 is not tried again");
    }

    [Fact]
    public async Task An_error_in_a_success_is_an_exception_of_a_single_operation()
    {
        await using Workbench bench = await Workbench.StartAsync();
        bench.Simulator.Faults.Next(
            Fault.Status(200, """{"errors":[{"reason":"invalid","field":"name","message":"no"}]}"""));

        CustomerIoException exception = await Should.ThrowAsync<CustomerIoException>(
            bench.Get<ITrackClient>().SendEntityAsync(new PersonEvent("ada", "seen")));

        exception.Reason.ShouldBe(CustomerIoErrorReason.InvalidRequest);
        exception.Errors.ShouldHaveSingleItem().ShouldBe(new CustomerIoError("no", "invalid", "name"));
    }

    [Fact]
    public async Task An_answer_that_is_no_json_is_unexpected()
    {
        await using Workbench bench = await Workbench.StartAsync(OneAttempt);
        bench.Simulator.Faults.When("/", Fault.Garbage());

        CustomerIoException read = await Should.ThrowAsync<CustomerIoException>(
            bench.Get<IApiClient>().Segments.ListAsync());
        CustomerIoException written = await Should.ThrowAsync<CustomerIoException>(
            bench.Get<ITrackClient>().DeleteAsync("ada"));

        read.Reason.ShouldBe(CustomerIoErrorReason.UnexpectedAnswer);
        written.Reason.ShouldBe(CustomerIoErrorReason.UnexpectedAnswer);
        read.IsTransient.ShouldBeFalse();
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_unreachable_and_then_the_circuit_opens()
    {
        await using Workbench bench = await Workbench.StartAsync(OneAttempt);
        await bench.Simulator.StopAsync();
        ITrackClient track = bench.Get<ITrackClient>();

        for (int attempt = 0; attempt < 5; attempt++)
        {
            CustomerIoException exception = await Should.ThrowAsync<CustomerIoException>(track.DeleteAsync("ada"));
            (exception.Reason, exception.Status, exception.IsTransient)
                .ShouldBe((CustomerIoErrorReason.Unreachable, null, true));
        }

        CustomerIoException refused = await Should.ThrowAsync<CustomerIoException>(track.DeleteAsync("ada"));
        (refused.Reason, refused.IsTransient).ShouldBe((CustomerIoErrorReason.CircuitOpen, true));
        refused.RetryAfter!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task A_callers_cancellation_is_not_dressed_up()
    {
        await using Workbench bench = await Workbench.StartAsync();
        bench.Simulator.Faults.When("/", Fault.Hang());
        using CancellationTokenSource source = new();

        Task waiting = bench.Get<IApiClient>().Segments.ListAsync(source.Token);
        await bench.Simulator.WaitForAsync(simulator => simulator.Faults.HungRequests == 1);
        await source.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(waiting);
    }

    [Fact]
    public async Task A_send_whose_end_is_unknown_is_not_repeated()
    {
        await using Workbench bench = await Workbench.StartAsync(Retrying);
        IApiClient api = bench.Get<IApiClient>();
        Func<Task>[] calls =
        [
            () => api.Transactional.SendEmailAsync(
                new() { Person = "ada", To = "ada@example.com", TransactionalMessageId = 1 }),
            () => api.Transactional.SendPushAsync(new() { Person = "ada", TransactionalMessageId = 1 }),
            () => api.Transactional.SendSmsAsync(
                new() { Person = "ada", To = "+15551234567", TransactionalMessageId = 1 }),
            () => api.Transactional.SendWhatsAppAsync(
                new() { Person = "ada", To = "+15551234567", TransactionalMessageId = 1 }),
            () => api.Transactional.SendInAppAsync(Message),
            () => api.Transactional.SendInboxMessageAsync(new() { Person = "ada", TransactionalMessageId = 1 }),
        ];

        foreach (Func<Task> call in calls)
        {
            bench.Simulator.Faults.Next(Fault.ResetAfterAcceptance());
            CustomerIoException exception = await Should.ThrowAsync<CustomerIoException>(call);
            (exception.Reason, exception.Status).ShouldBe((CustomerIoErrorReason.OutcomeUnknown, null));
            exception.Message.ShouldContain("may have taken it");
            await api.Segments.ListAsync();
        }

        bench.Simulator.SentMessages.Select(message => message.Channel).ShouldBe(
            ["email", "push", "sms", "whatsapp", "in_app", "inbox_message"]);
    }

    [Fact]
    public async Task A_trigger_a_form_and_a_merge_whose_end_is_unknown_are_not_repeated()
    {
        await using Workbench bench = await Workbench.StartAsync(Retrying);
        Func<Task>[] calls =
        [
            () => bench.Get<IApiClient>().Broadcasts.TriggerAsync(1),
            () => bench.Get<IApiClient>().Exports.CreateCustomersExportAsync(AudienceFilter.AttributeExists("plan")),
            () => bench.Get<ITrackClient>().SubmitFormAsync("form", "ada", new Dictionary<string, string>()),
            () => bench.Get<ITrackClient>().MergeAsync("ada", "bob"),
            () => bench.Get<ITrackClient>().SendEntityAsync(new PersonMerge("ada", "bob")),
        ];

        foreach (Func<Task> call in calls)
        {
            bench.Simulator.Faults.Next(Fault.ResetAfterAcceptance());
            long before = bench.Simulator.RequestCount;
            CustomerIoException exception = await Should.ThrowAsync<CustomerIoException>(call);
            exception.Reason.ShouldBe(CustomerIoErrorReason.OutcomeUnknown);
            bench.Simulator.RequestCount.ShouldBe(before + 1);
        }
    }

    [Fact]
    public async Task A_send_that_runs_out_of_time_is_not_repeated()
    {
        await using Workbench bench = await Workbench.StartAsync(options =>
        {
            Retrying(options);
            options.App.AttemptTimeout = TimeSpan.FromMilliseconds(300);
        });
        bench.Simulator.Faults.Next(Fault.Hang());

        CustomerIoException exception = await Should.ThrowAsync<CustomerIoException>(
            bench.Get<IApiClient>().Transactional.SendInAppAsync(Message));

        exception.Reason.ShouldBe(CustomerIoErrorReason.OutcomeUnknown);
        bench.Simulator.RequestCount.ShouldBe(1);
    }

    [Fact]
    public async Task A_send_is_repeated_after_429()
    {
        await using Workbench bench = await Workbench.StartAsync(Retrying);
        bench.Simulator.Faults.Next(Fault.TooManyRequests(), Fault.TooManyRequests());

        SendReceipt receipt = await bench.Get<IApiClient>().Transactional.SendInAppAsync(Message);

        bench.Simulator.SentMessages.ShouldHaveSingleItem().DeliveryId.ShouldBe(receipt.DeliveryId);
        bench.Simulator.RequestCount.ShouldBe(3);
    }

    [Fact]
    public async Task A_send_is_not_repeated_after_a_server_error()
    {
        await using Workbench bench = await Workbench.StartAsync(Retrying);
        bench.Simulator.Faults.Next(Fault.ServiceUnavailable());

        CustomerIoException exception = await Should.ThrowAsync<CustomerIoException>(
            bench.Get<IApiClient>().Transactional.SendInAppAsync(Message));

        exception.Reason.ShouldBe(CustomerIoErrorReason.ServerError);
        bench.Simulator.RequestCount.ShouldBe(1);
    }

    [Fact]
    public async Task A_send_is_repeated_until_a_connection_is_made()
    {
        await using Workbench bench = await Workbench.StartAsync(options =>
        {
            Retrying(options);
            options.App.Retry.MaxRetries = 10;
            options.App.Retry.BaseDelay = TimeSpan.FromMilliseconds(50);
            options.App.Retry.MaxDelay = TimeSpan.FromMilliseconds(200);
            options.App.CircuitBreaker.FailureThreshold = 100;
        });
        await bench.Simulator.StopAsync();

        Task<SendReceipt> sending = bench.Get<IApiClient>().Transactional.SendInAppAsync(Message);
        await bench.WaitForAsync(one => one.Status.Circuits.App.FailureCount > 0);
        await bench.Simulator.StartAgainAsync();

        SendReceipt receipt = await sending;
        bench.Simulator.SentMessages.ShouldHaveSingleItem().DeliveryId.ShouldBe(receipt.DeliveryId);
    }

    [Fact]
    public async Task Who_opts_in_gets_the_repeat_and_maybe_a_second_message()
    {
        await using Workbench bench = await Workbench.StartAsync(Retrying);
        IApiClient api = bench.Get<IApiClient>();
        bench.Simulator.Faults.Next(Fault.ResetAfterAcceptance());
        await api.Transactional.SendInAppAsync(
            new() { Person = "ada", TransactionalMessageId = 1, AllowRetryWhenOutcomeUnknown = true });
        bench.Simulator.Faults.Next(Fault.ResetAfterAcceptance());
        await api.Broadcasts.TriggerAsync(1, new BroadcastTrigger { AllowRetryWhenOutcomeUnknown = true });

        bench.Simulator.SentMessages.Count.ShouldBe(2);
        bench.Simulator.Broadcasts.Count.ShouldBe(2);
        bench.Simulator.Requests[0].BodyText().ShouldNotContain("etry");
    }

    [Fact]
    public async Task What_converges_is_repeated_by_itself()
    {
        await using Workbench bench = await Workbench.StartAsync(Retrying);
        ITrackClient track = bench.Get<ITrackClient>();
        bench.Simulator.Faults.Next(Fault.ResetAfterAcceptance());
        await track.TrackAsync("ada", new TrackEvent("bought"));
        bench.Simulator.Faults.Next(Fault.ResetAfterAcceptance());
        await track.IdentifyAsync("ada", new() { ["plan"] = "basic" });
        bench.Simulator.Faults.Next(Fault.ServiceUnavailable());
        await bench.Get<IApiClient>().Segments.ListAsync();

        bench.Simulator.EventsOf("ada").Count.ShouldBe(1);
        bench.Simulator.RequestCount.ShouldBe(6);
    }

    private static void OneAttempt(CustomerIoOptions options)
    {
        options.Track.Retry.MaxRetries = 0;
        options.App.Retry.MaxRetries = 0;
        options.RateLimits.BroadcastInterval = TimeSpan.FromMilliseconds(1);
    }

    private static void Retrying(CustomerIoOptions options)
    {
        options.RateLimits.BroadcastInterval = TimeSpan.FromMilliseconds(1);
        foreach (RetryOptions retry in (RetryOptions[])[options.Track.Retry, options.App.Retry])
        {
            retry.BaseDelay = TimeSpan.FromMilliseconds(1);
            retry.MaxDelay = TimeSpan.FromMilliseconds(5);
        }
    }
}
