using System.Globalization;
using System.Net;
using CustomerIo.Resilience.AspNetCore.Tests.Webhooks.Support;

namespace CustomerIo.Resilience.AspNetCore.Tests.Webhooks;

public sealed class WebhookLoadTests
{
    private const int Requests = 1_000;

    [Fact]
    public async Task A_thousand_events_at_once_are_each_handled_once()
    {
        HandlerProbe handler = new();
        await using WebhookApp app = await WebhookApp.StartAsync(handler.HandleAsync);

        HttpStatusCode[] answers = await Task.WhenAll(Enumerable.Range(0, Requests).Select(Post(app)));

        answers.ShouldAllBe(status => status == HttpStatusCode.OK);
        handler.Events.Select(one => one.EventId).Distinct().Count().ShouldBe(Requests);
        handler.Events.Count.ShouldBe(Requests);
        handler.Most.ShouldBeLessThanOrEqualTo(8);
    }

    [Fact]
    public async Task A_thousand_repeats_at_once_are_handled_once()
    {
        HandlerProbe handler = new();
        await using WebhookApp app = await WebhookApp.StartAsync(handler.HandleAsync);

        HttpStatusCode[] answers = await Task.WhenAll(
            Enumerable.Range(0, Requests).Select(_ => app.PostAsync(Bodies.Sent())));

        answers.ShouldAllBe(status => status == HttpStatusCode.OK);
        handler.Events.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_thousand_requests_are_answered_in_time_while_the_handler_hangs(bool acknowledges)
    {
        const int concurrency = 4;
        const int capacity = 500;
        HandlerProbe handler = new(waits: true);
        await using WebhookApp app = await WebhookApp.StartAsync(
            handler.HandleAsync,
            options =>
            {
                options.Concurrency = concurrency;
                options.QueueCapacity = capacity;
                options.AcknowledgeUnfinished = acknowledges;
                options.HandlerTimeout = TimeSpan.FromHours(1);
                options.ReplayWindow = TimeSpan.FromDays(1);
            });
        using WebhookFigures figures = new(app.Services);
        Task<HttpStatusCode>[] requests = [.. Enumerable.Range(0, Requests).Select(Post(app))];

        // What finds no room is answered at once, while the clock stands still.
        await Eventually.UntilAsync(() =>
            requests.Count(one => one.IsCompleted) == Requests - capacity - concurrency
            && app.Time.ArmedTimers == capacity + (2 * concurrency));
        app.Time.Advance(TimeSpan.FromSeconds(2));
        HttpStatusCode[] answers = await Task.WhenAll(requests).WaitAsync(Eventually.Limit);

        answers.Count(status => status == HttpStatusCode.OK).ShouldBe(acknowledges ? capacity + concurrency : 0);
        answers.Count(status => status == HttpStatusCode.ServiceUnavailable)
            .ShouldBe(Requests - (acknowledges ? capacity + concurrency : 0));
        handler.Most.ShouldBe(concurrency);
        app.Queue.Count.ShouldBe(capacity);
        figures["customerio.webhook.requests customerio.outcome=busy"].ShouldBe(Requests - capacity - concurrency);

        // What was taken in is handled after all.
        handler.Open();
        await Eventually.UntilAsync(() => app.Queue is { Count: 0, Running: 0 });
        handler.Events.Count.ShouldBe(capacity + concurrency);
    }

    private static Func<int, Task<HttpStatusCode>> Post(WebhookApp app) =>
        number => app.PostAsync(Bodies.Sent(number.ToString(CultureInfo.InvariantCulture)));
}
