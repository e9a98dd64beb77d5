using System.Net;
using CustomerIo.Resilience.AspNetCore.Tests.Webhooks.Support;

namespace CustomerIo.Resilience.AspNetCore.Tests.Webhooks;

public sealed class WebhookTellingTests
{
    [Fact]
    public async Task Every_request_is_counted_by_its_outcome()
    {
        HandlerProbe handler = new();
        await using WebhookApp app = await WebhookApp.StartAsync(handler.HandleAsync);
        using WebhookFigures figures = new(app.Services);

        await app.PostAsync(Bodies.Sent());
        await app.PostAsync(Bodies.Sent());
        await app.PostAsync("no event");
        await app.SendAsync(app.Signed(Bodies.Sent(), "another-secret"));
        await app.SendAsync(app.Signed(Bodies.Sent(), age: TimeSpan.FromHours(1)));
        await app.SendAsync(new HttpRequestMessage(HttpMethod.Post, WebhookApp.Path));
        await app.SendAsync(app.Signed(Bodies.Sent().PadRight(1_000_001)));
        handler.Failure = new InvalidOperationException("No database.");
        await app.PostAsync(Bodies.Sent("failing"));
        figures.Observe();

        foreach (string outcome in new[]
            { "handled", "duplicate", "malformed", "wrong_signature", "stale", "unsigned", "too_large", "failed" })
        {
            figures[$"customerio.webhook.requests customerio.outcome={outcome}"].ShouldBe(1, outcome);
        }

        figures["customerio.webhook.requests"].ShouldBe(8);
        figures["customerio.webhook.handler.duration"].ShouldBe(2);
        figures["customerio.webhook.handler.duration error.type=System.InvalidOperationException"].ShouldBe(1);
        figures.Names.ShouldContain("customerio.webhook.waiting");
    }

    [Fact]
    public async Task A_flood_of_refused_requests_is_told_once_a_minute()
    {
        await using WebhookApp app = await WebhookApp.StartAsync((_, _) => Task.CompletedTask);

        for (int count = 0; count < 20; count++)
        {
            await app.SendAsync(app.Signed(Bodies.Sent(), "another-secret"));
            await app.SendAsync(new HttpRequestMessage(HttpMethod.Post, WebhookApp.Path));
        }

        app.Log.Ids.Count(id => id == 1301).ShouldBe(1);
        app.Log.Ids.Count(id => id == 1300).ShouldBe(1);
        app.Time.Advance(TimeSpan.FromMinutes(1));
        await app.SendAsync(app.Signed(Bodies.Sent(), "another-secret"));
        app.Log.Ids.Count(id => id == 1301).ShouldBe(2);
    }

    [Fact]
    public async Task The_log_has_no_secret_no_signature_and_nothing_of_the_body()
    {
        const string body = """{"event_id":"","metric":"sent","person":"ada@example.com"}""";
        HandlerProbe handler = new() { Failure = new InvalidOperationException("No database.") };
        await using WebhookApp app = await WebhookApp.StartAsync(handler.HandleAsync);
        HttpRequestMessage wrong = app.Signed(Bodies.Sent(), "another-secret");
        string signature = wrong.Headers.GetValues(CustomerIoWebhookSignature.SignatureHeader).Single();

        (await app.PostAsync(Bodies.Sent())).ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await app.PostAsync(body)).ShouldBe(HttpStatusCode.BadRequest);
        (await app.SendAsync(wrong)).ShouldBe(HttpStatusCode.Unauthorized);

        await Eventually.UntilAsync(() => app.Log.Ids.Contains(1306));
        string log = string.Join('\n', app.Log.Lines.Select(line => line.Text));
        log.ShouldContain("The body has no event_id.");
        log.ShouldContain(Bodies.Id);
        log.ShouldNotContain("@example.com");
        log.ShouldNotContain(WebhookApp.Secret);
        log.ShouldNotContain("another-secret");
        log.ShouldNotContain(signature);
    }
}
