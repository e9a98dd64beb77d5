using System.Net;
using System.Text;
using CustomerIo.Resilience.Http;
using CustomerIo.Resilience.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerIo.Resilience.Tests.Http;

public sealed class SecrecyTests
{
    private static readonly string[] Secrets =
        ["track-secret", "app-secret", "jane%40example", "jane@example", "4111-1111", Basic("site:track-secret")];

    [Fact]
    public async Task No_failure_shows_credentials_identifiers_or_payload_in_logs_or_exceptions()
    {
        Func<RawRequest, int, string?>[] servers =
        [
            (_, _) => RawServer.Answer(401),
            (_, _) => RawServer.Answer(503, "<html>"),
            (_, _) => RawServer.Answer(400, """{"meta":{"error":"bad"}}"""),
            (request, _) => RawServer.Answer(301, "", $"Location: {request.Path}"),
            (_, _) => null,
            (_, _) => "this is not HTTP\r\n\r\nConnection: close",
        ];
        int told = 0;
        foreach (Func<RawRequest, int, string?> answer in servers)
        {
            await using var server = new RawServer(answer);
            await using var harness = new HttpHarness(options =>
            {
                options.TrackAddress = options.ApiAddress = server.Address;
                options.Track.Retry.BaseDelay = options.App.Retry.BaseDelay = TimeSpan.FromMilliseconds(1);
            });
            foreach (ApiSurface surface in Enum.GetValues<ApiSurface>().Except([ApiSurface.AppBroadcast]))
            {
                HttpCall call = HttpHarness.Post(
                    "/customers/jane%40example.com?email=jane%40example.com", """{"card":"4111-1111"}""", surface);

                string exception = CustomerIoExceptions.From(call, await harness.SendAsync(call)).ToString();
                string logs = string.Join('\n', harness.Log.All.Select(line => line.Text));

                told += harness.Log.All.Count;
                foreach (string secret in Secrets)
                {
                    exception.ShouldNotContain(secret);
                    logs.ShouldNotContain(secret);
                }
            }
        }

        told.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Rotated_credentials_work_without_a_restart()
    {
        await using var server = new RawServer((_, _) => RawServer.Answer(200));
        string key = "first";
        await using var harness = new HttpHarness(options =>
        {
            options.TrackAddress = options.ApiAddress = server.Address;
            options.TrackApiKey = options.AppApiKey = key;
        });
        await harness.SendAsync();
        await harness.SendAsync(HttpHarness.Post(surface: ApiSurface.App));

        key = "second";
        harness.OptionsCache.TryRemove(HttpHarness.Workspace).ShouldBeTrue();
        await harness.SendAsync();
        await harness.SendAsync(HttpHarness.Post(surface: ApiSurface.App));

        server.Requests.Select(request => request.Header("Authorization")).ShouldBe(
            [$"Basic {Basic("site:first")}", "Bearer first", $"Basic {Basic("site:second")}", "Bearer second"]);
    }

    [Fact]
    public async Task A_reload_with_invalid_options_does_not_stop_what_works()
    {
        bool isValid = true;
        await using var harness = new HttpHarness(
            network: new ScriptedHandler(_ => ScriptedHandler.Status(200)),
            services: services => services.AddOptions<CustomerIoOptions>(HttpHarness.Workspace).Validate(_ => isValid));
        await harness.SendAsync();

        isValid = false;
        harness.OptionsCache.TryRemove(HttpHarness.Workspace).ShouldBeTrue();

        (await harness.SendAsync()).Status.ShouldBe(200);
        (await harness.SendAsync()).Status.ShouldBe(200);
        harness.Log.All.Count(line => line.Event.Id == 1053).ShouldBe(1);
    }

    [Theory]
    [InlineData(ApiSurface.Track, "SiteId")]
    [InlineData(ApiSurface.AppSend, "AppApiKey")]
    internal async Task Missing_credentials_are_an_answer_that_names_the_option_and_nothing_is_sent(
        ApiSurface surface, string option)
    {
        var network = new ScriptedHandler(_ => ScriptedHandler.Status(200));
        await using var harness = new HttpHarness(options => options.SiteId = options.AppApiKey = null, network);
        HttpCall call = HttpHarness.Post(surface: surface);

        CustomerIoException exception = CustomerIoExceptions.From(call, await harness.SendAsync(call));

        exception.Reason.ShouldBe(CustomerIoErrorReason.Unauthorized);
        exception.Status.ShouldBe(HttpStatusCode.Unauthorized);
        exception.Message.ShouldContain(option);
        network.Count.ShouldBe(0);
    }

    private static string Basic(string pair) => Convert.ToBase64String(Encoding.UTF8.GetBytes(pair));
}
