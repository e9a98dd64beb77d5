using System.Net;
using CustomerIo.Resilience.AspNetCore.Tests.Webhooks.Support;

namespace CustomerIo.Resilience.AspNetCore.Tests.Webhooks;

public sealed class WebhookStoppingTests
{
    [Fact]
    public async Task Acknowledged_events_are_handled_before_the_host_has_stopped()
    {
        HandlerProbe handler = new(waits: true);
        await using WebhookApp app = await WebhookApp.StartAsync(
            handler.HandleAsync, options => options.Concurrency = 1);
        Task<HttpStatusCode[]> answers = Task.WhenAll(app.PostAsync(Bodies.Sent("1")), app.PostAsync(Bodies.Sent("2")));
        await app.AfterWaitingAsync(answers);

        Task stop = app.StopAsync();
        stop.IsCompleted.ShouldBeFalse();
        handler.Open();
        await stop.WaitAsync(Eventually.Limit);

        handler.Events.Count.ShouldBe(2);
        app.Log.Ids.ShouldNotContain(1308);
    }

    [Fact]
    public async Task What_is_left_at_the_deadline_is_told_and_counted()
    {
        HandlerProbe handler = new(waits: true);
        await using WebhookApp app = await WebhookApp.StartAsync(
            (webhookEvent, _) => handler.HandleAsync(webhookEvent, CancellationToken.None),
            options => options.Concurrency = 1);
        using WebhookFigures figures = new(app.Services);
        Task<HttpStatusCode[]> answers = Task.WhenAll(
            app.PostAsync(Bodies.Sent("1")), app.PostAsync(Bodies.Sent("2")), app.PostAsync(Bodies.Sent("3")));
        (await app.AfterWaitingAsync(answers)).ShouldAllBe(status => status == HttpStatusCode.OK);

        using CancellationTokenSource deadline = new();
        Task stop = app.StopAsync(deadline.Token);
        await deadline.CancelAsync();
        await stop.WaitAsync(Eventually.Limit);

        app.Log.Lines.Single(line => line.Id == 1308).Text.ShouldContain("3 acknowledged webhook event(s)");
        figures["customerio.webhook.lost"].ShouldBe(3);
        handler.Events.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_handler_that_hears_its_token_ends_at_the_deadline()
    {
        HandlerProbe handler = new(waits: true);
        await using WebhookApp app = await WebhookApp.StartAsync(handler.HandleAsync);
        (await app.AfterWaitingAsync(app.PostAsync(Bodies.Sent()))).ShouldBe(HttpStatusCode.OK);

        using CancellationTokenSource deadline = new();
        Task stop = app.StopAsync(deadline.Token);
        await deadline.CancelAsync();
        await stop.WaitAsync(Eventually.Limit);

        await Eventually.UntilAsync(() => app.Queue.Running == 0);
    }

    [Fact]
    public async Task A_request_while_the_host_stops_is_503_and_not_handled()
    {
        HandlerProbe handler = new();
        await using WebhookApp app = await WebhookApp.StartAsync(handler.HandleAsync);
        app.Queue.BeginStopping();

        (await app.PostAsync(Bodies.Sent())).ShouldBe(HttpStatusCode.ServiceUnavailable);

        handler.Events.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_waits_when_the_host_begins_to_stop_is_not_acknowledged()
    {
        HandlerProbe handler = new(waits: true);
        await using WebhookApp app = await WebhookApp.StartAsync(handler.HandleAsync);
        Task<HttpStatusCode> answer = app.PostAsync(Bodies.Sent());
        await Eventually.UntilAsync(() => app.Time.ArmedTimers == 2);

        app.Queue.BeginStopping();

        (await app.AfterWaitingAsync(answer)).ShouldBe(HttpStatusCode.ServiceUnavailable);
    }
}
