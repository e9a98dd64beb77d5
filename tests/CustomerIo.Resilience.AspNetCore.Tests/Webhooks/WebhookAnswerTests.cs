using System.Net;
using CustomerIo.Resilience.AspNetCore.Tests.Webhooks.Support;

namespace CustomerIo.Resilience.AspNetCore.Tests.Webhooks;

public sealed class WebhookAnswerTests
{
    private const string Second = "02E4C4CT6YDC7Y5M7FE1GWWPQJ";
    private const string Third = "03E4C4CT6YDC7Y5M7FE1GWWPQJ";

    [Fact]
    public async Task An_event_that_was_handled_is_not_handled_again()
    {
        HandlerProbe handler = new();
        await using WebhookApp app = await WebhookApp.StartAsync(handler.HandleAsync);

        (await app.PostAsync(Bodies.Sent())).ShouldBe(HttpStatusCode.OK);
        (await app.PostAsync(Bodies.Sent())).ShouldBe(HttpStatusCode.OK);

        handler.Events.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_handler_that_throws_is_503_and_the_next_try_is_handled()
    {
        HandlerProbe handler = new() { Failure = new InvalidOperationException("No database.") };
        await using WebhookApp app = await WebhookApp.StartAsync(handler.HandleAsync);

        (await app.PostAsync(Bodies.Sent())).ShouldBe(HttpStatusCode.ServiceUnavailable);
        handler.Failure = null;
        (await app.PostAsync(Bodies.Sent())).ShouldBe(HttpStatusCode.OK);

        handler.Events.Count.ShouldBe(2);
        await Eventually.UntilAsync(() => app.Log.Ids.Contains(1306));
        app.Log.Ids.ShouldNotContain(1307);
    }

    [Fact]
    public async Task A_handler_that_throws_before_it_waits_is_503()
    {
        await using WebhookApp app = await WebhookApp.StartAsync(
            (_, _) => throw new InvalidOperationException("At once."));

        (await app.PostAsync(Bodies.Sent())).ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task A_repeat_while_the_first_is_under_way_shares_its_success()
    {
        HandlerProbe handler = new(waits: true);
        await using WebhookApp app = await WebhookApp.StartAsync(handler.HandleAsync);
        Task<HttpStatusCode> first = app.PostAsync(Bodies.Sent());
        await Eventually.UntilAsync(() => handler.Events.Count == 1);

        Task<HttpStatusCode>[] repeats = [.. Enumerable.Range(0, 20).Select(_ => app.PostAsync(Bodies.Sent()))];

        // One timer for the handler's limit, and one for each request that waits.
        await Eventually.UntilAsync(() => app.Time.ArmedTimers == 22);
        handler.Open();
        (await first).ShouldBe(HttpStatusCode.OK);
        (await Task.WhenAll(repeats)).ShouldAllBe(status => status == HttpStatusCode.OK);
        handler.Events.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_repeat_while_the_first_is_under_way_shares_its_failure()
    {
        HandlerProbe handler = new(waits: true) { Failure = new InvalidOperationException("No database.") };
        await using WebhookApp app = await WebhookApp.StartAsync(handler.HandleAsync);
        Task<HttpStatusCode> first = app.PostAsync(Bodies.Sent());
        await Eventually.UntilAsync(() => handler.Events.Count == 1);

        Task<HttpStatusCode> repeat = app.PostAsync(Bodies.Sent());
        await Eventually.UntilAsync(() => app.Time.ArmedTimers == 3);
        handler.Open();

        (await first).ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await repeat).ShouldBe(HttpStatusCode.ServiceUnavailable);
        handler.Events.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_handler_that_takes_longer_is_acknowledged_in_time_and_goes_on()
    {
        HandlerProbe handler = new(waits: true);
        await using WebhookApp app = await WebhookApp.StartAsync(handler.HandleAsync);
        Task<HttpStatusCode> answer = app.PostAsync(Bodies.Sent());
        await Eventually.UntilAsync(() => app.Time.ArmedTimers == 2);

        app.Time.Advance(TimeSpan.FromSeconds(2) - TimeSpan.FromTicks(1));
        answer.IsCompleted.ShouldBeFalse();
        app.Time.NextTimer.ShouldBe(TimeSpan.FromTicks(1));
        app.Time.Advance(TimeSpan.FromTicks(1));

        (await answer.WaitAsync(Eventually.Limit)).ShouldBe(HttpStatusCode.OK);
        app.Queue.Running.ShouldBe(1);
        handler.Open();
        await Eventually.UntilAsync(() => app.Queue.Running == 0);
        (await app.PostAsync(Bodies.Sent())).ShouldBe(HttpStatusCode.OK);
        handler.Events.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_failure_after_the_answer_is_told_as_a_loss_and_a_repeat_is_handled()
    {
        HandlerProbe handler = new(waits: true) { Failure = new InvalidOperationException("No database.") };
        await using WebhookApp app = await WebhookApp.StartAsync(handler.HandleAsync);
        using WebhookFigures figures = new(app.Services);
        (await app.AfterWaitingAsync(app.PostAsync(Bodies.Sent()))).ShouldBe(HttpStatusCode.OK);

        handler.Open();
        await Eventually.UntilAsync(() => app.Log.Ids.Contains(1307));

        app.Log.Lines.Single(line => line.Id == 1307).Text.ShouldContain(Bodies.Id);
        figures["customerio.webhook.lost"].ShouldBe(1);
        handler.Failure = null;
        (await app.PostAsync(Bodies.Sent())).ShouldBe(HttpStatusCode.OK);
        handler.Events.Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_must_not_be_acknowledged_unfinished_is_503_and_the_next_try_finds_it_done()
    {
        HandlerProbe handler = new(waits: true);
        await using WebhookApp app = await WebhookApp.StartAsync(
            handler.HandleAsync, options => options.AcknowledgeUnfinished = false);

        (await app.AfterWaitingAsync(app.PostAsync(Bodies.Sent()))).ShouldBe(HttpStatusCode.ServiceUnavailable);
        handler.Open();
        await Eventually.UntilAsync(() => app.Queue.Running == 0);

        (await app.PostAsync(Bodies.Sent())).ShouldBe(HttpStatusCode.OK);
        handler.Events.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_handler_that_hears_its_token_ends_after_its_time()
    {
        HandlerProbe handler = new(waits: true);
        await using WebhookApp app = await WebhookApp.StartAsync(
            handler.HandleAsync, options => options.HandlerTimeout = TimeSpan.FromSeconds(1));

        Task<HttpStatusCode> answer = app.PostAsync(Bodies.Sent());
        await Eventually.UntilAsync(() => app.Time.ArmedTimers == 2);

        app.Time.Advance(TimeSpan.FromSeconds(1));

        (await answer.WaitAsync(Eventually.Limit)).ShouldBe(HttpStatusCode.ServiceUnavailable);
        await Eventually.UntilAsync(() => app.Queue.Running == 0);
    }

    [Fact]
    public async Task A_full_queue_is_503_at_once_and_the_next_try_is_handled()
    {
        HandlerProbe handler = new(waits: true);
        await using WebhookApp app = await WebhookApp.StartAsync(
            handler.HandleAsync,
            options =>
            {
                options.Concurrency = 1;
                options.QueueCapacity = 1;
            });
        Task<HttpStatusCode> running = app.PostAsync(Bodies.Sent());
        await Eventually.UntilAsync(() => app.Queue.Running == 1);
        Task<HttpStatusCode> waiting = app.PostAsync(Bodies.Sent(Second));
        await Eventually.UntilAsync(() => app.Queue.Count == 1);

        (await app.PostAsync(Bodies.Sent(Third))).ShouldBe(HttpStatusCode.ServiceUnavailable);

        app.Log.Ids.ShouldContain(1305);
        handler.Open();
        (await running).ShouldBe(HttpStatusCode.OK);
        (await waiting).ShouldBe(HttpStatusCode.OK);
        (await app.PostAsync(Bodies.Sent(Third))).ShouldBe(HttpStatusCode.OK);
        handler.Events.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Events_are_bounded_in_bytes_and_room_comes_back()
    {
        HandlerProbe handler = new(waits: true);
        await using WebhookApp app = await WebhookApp.StartAsync(
            handler.HandleAsync,
            options =>
            {
                options.MaxBodyBytes = 1_000;
                options.QueueBytes = 1_500;
            });
        Task<HttpStatusCode> running = app.PostAsync(Bodies.Sent().PadRight(1_000));
        await Eventually.UntilAsync(() => app.Queue.Running == 1);

        (await app.PostAsync(Bodies.Sent(Second).PadRight(501))).ShouldBe(HttpStatusCode.ServiceUnavailable);

        handler.Open();
        (await running).ShouldBe(HttpStatusCode.OK);
        await Eventually.UntilAsync(() => app.Queue.Running == 0);
        (await app.PostAsync(Bodies.Sent(Third).PadRight(1_000))).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Two_addresses_each_handle_the_same_event()
    {
        HandlerProbe one = new();
        HandlerProbe other = new();
        await using WebhookApp app = await WebhookApp.StartAsync(mapped =>
        {
            mapped.MapCustomerIoWebhook("/one", one.HandleAsync);
            mapped.MapCustomerIoWebhook("/other", other.HandleAsync);
        });

        (await app.SendAsync(app.Signed(Bodies.Sent(), path: "/one"))).ShouldBe(HttpStatusCode.OK);
        (await app.SendAsync(app.Signed(Bodies.Sent(), path: "/other"))).ShouldBe(HttpStatusCode.OK);

        one.Events.Count.ShouldBe(1);
        other.Events.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_sender_that_hangs_up_does_not_stop_the_handler()
    {
        HandlerProbe handler = new(waits: true);
        await using WebhookApp app = await WebhookApp.StartAsync(handler.HandleAsync);
        using CancellationTokenSource hangUp = new();
        Task<HttpResponseMessage> request = app.Client.SendAsync(app.Signed(Bodies.Sent()), hangUp.Token);
        await Eventually.UntilAsync(() => app.Time.ArmedTimers == 2);

        await hangUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(request);
        await Eventually.UntilAsync(() => app.Time.ArmedTimers == 1);
        handler.Open();
        await Eventually.UntilAsync(() => app.Queue.Running == 0);

        (await app.PostAsync(Bodies.Sent())).ShouldBe(HttpStatusCode.OK);
        handler.Events.Count.ShouldBe(1);
    }
}
