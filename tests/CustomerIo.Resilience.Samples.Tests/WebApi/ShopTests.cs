using System.Net;
using System.Text;
using System.Text.Json;
using CustomerIo.Resilience.AspNetCore;
using CustomerIo.Resilience.Samples.Tests.Support;

namespace CustomerIo.Resilience.Samples.Tests.WebApi;

public sealed class ShopTests
{
    [Fact]
    public async Task A_sign_up_a_checkout_and_a_view_arrive_and_a_checkout_sent_twice_counts_once()
    {
        await using Shop shop = await Shop.StartAsync();

        Status(await shop.SignUpAsync("ada")).ShouldBe("Delivered");
        Status(await shop.CheckOutAsync("ada", "o-1")).ShouldBe("Delivered");
        Status(await shop.CheckOutAsync("ada", "o-1")).ShouldBe("Duplicate");
        Status(await shop.ViewAsync("ada", "shoe")).ShouldBe("Stored", "written ahead, and on its way");

        await shop.WaitUntilAsync(async () => await shop.EventsOfAsync("ada") == 3);
        (await shop.Http.GetStringAsync("/health")).ShouldBe("Healthy");
        (await shop.StopAsync()).ShouldBe(0);
        shop.Output.ShouldContain("customerio.operations.delivered : 4 {operation}");
    }

    [Fact]
    public async Task An_outage_is_seen_in_health_and_not_by_customers_and_everything_arrives_afterwards()
    {
        await using Shop shop = await Shop.StartAsync();
        await shop.SignUpAsync("ada");
        await shop.SimulatorAsync("stop");

        for (int order = 0; order < 10; order++)
        {
            Status(await shop.CheckOutAsync("ada", $"o-{order}")).ShouldBe("Stored");
        }

        using HttpResponseMessage during = await shop.Http.GetAsync("/health/customerio");
        JsonElement workspace = JsonDocument.Parse(await during.Content.ReadAsStringAsync())
            .RootElement.GetProperty("workspaces")[0];
        await shop.SimulatorAsync("start");
        await shop.WaitUntilAsync(async () => await shop.EventsOfAsync("ada") == 11);

        during.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        workspace.GetProperty("queue").GetProperty("stored").GetInt32().ShouldBe(10);
        await shop.WaitUntilAsync(async () => (await shop.Http.GetAsync("/health/customerio")).IsSuccessStatusCode);
    }

    [Fact]
    public async Task A_signed_report_is_counted_and_an_unsigned_one_refused()
    {
        await using Shop shop = await Shop.StartAsync();
        const string Body = """
            {"event_id":"01E4C4CT6YDC7Y5M7FE1GWWPQJ","object_type":"email","metric":"bounced","timestamp":1613063089,"data":{}}
            """;

        (await SendAsync(shop, Body, Shop.WebhookSecret)).ShouldBe(HttpStatusCode.OK);
        (await SendAsync(shop, Body, Shop.WebhookSecret)).ShouldBe(HttpStatusCode.OK);
        (await SendAsync(shop, Body, "guessed")).ShouldBe(HttpStatusCode.Unauthorized);

        (await shop.Http.GetStringAsync("/reports")).ShouldBe("""{"unreachable":1}""");
    }

    [Fact]
    public async Task Outside_development_the_dashboard_is_closed()
    {
        await using Shop shop = await Shop.StartAsync(environment: "Production");

        using HttpResponseMessage answer = await shop.Http.GetAsync("/customerio");

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static async Task<HttpStatusCode> SendAsync(Shop shop, string body, string secret)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using StringContent content = new(body, Encoding.UTF8, "application/json");
        content.Headers.Add(
            CustomerIoWebhookSignature.TimestampHeader, now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture));
        content.Headers.Add(
            CustomerIoWebhookSignature.SignatureHeader, CustomerIoWebhookSignature.Create(now, Encoding.UTF8.GetBytes(body), secret));
        using HttpResponseMessage answer = await shop.Http.PostAsync("/webhooks/customerio", content);
        return answer.StatusCode;
    }

    private static string Status(JsonElement outcome) => outcome.GetProperty("status").GetString()!;
}
