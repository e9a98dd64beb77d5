using System.Net;
using System.Net.Sockets;
using System.Text;
using CustomerIo.Resilience.Http;
using CustomerIo.Resilience.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerIo.Resilience.Tests.Http;

public sealed class WireTests
{
    [Fact]
    public async Task Four_attempts_are_identical_to_the_byte()
    {
        await using var server = new RawServer((_, number) => number switch
        {
            0 => RawServer.Answer(503),
            1 => null,
            2 => RawServer.Answer(429),
            _ => RawServer.Answer(200),
        });
        await using var harness = Harness(server);

        HttpResult result = await harness.SendAsync(HttpHarness.Post(body: """{"name":"größe"}"""));

        result.Status.ShouldBe(200);
        server.Requests.Count.ShouldBe(4);
        foreach (RawRequest request in server.Requests)
        {
            request.Headers.ShouldBe(server.Requests[0].Headers);
            request.Text.ShouldBe("""{"name":"größe"}""");
            request.Path.ShouldBe("/api/v2/batch");
        }

        server.Requests[0].Header("Content-Type").ShouldBe("application/json; charset=utf-8");
        server.Requests[0].Header("User-Agent")!.ShouldStartWith("CustomerIo.Resilience/");
        server.Requests[0].Header("Authorization")
            .ShouldBe("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("site:track-secret")));
    }

    [Fact]
    public async Task A_reset_after_the_request_is_broken_and_a_send_is_not_repeated()
    {
        await using var server = new RawServer((_, _) => null);
        await using var harness = Harness(server);

        HttpResult result = await harness.SendAsync(HttpHarness.Post(
            "/v1/send/email", surface: ApiSurface.AppSend, repetition: Repetition.OnlyIfNotTaken));

        result.Failure.ShouldBe(FailureKind.Broken);
        server.Requests.Count.ShouldBe(1);
        server.Requests[0].Header("Authorization").ShouldBe("Bearer app-secret");
    }

    [Fact]
    public async Task An_answer_cut_short_is_broken()
    {
        await using var server = new RawServer((_, _) =>
            "HTTP/1.1 200 OK\r\nContent-Length: 100\r\nConnection: close\r\n\r\n{}");
        await using var harness = Harness(server);

        HttpResult result = await harness.SendAsync(HttpHarness.Post(
            "/v1/send/email", surface: ApiSurface.AppSend, repetition: Repetition.OnlyIfNotTaken));

        result.Failure.ShouldBe(FailureKind.Broken);
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_refused_connection_is_not_connected_and_even_a_send_is_tried_again()
    {
        int port;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        await using var harness = new HttpHarness(options =>
        {
            options.ApiAddress = new Uri($"http://127.0.0.1:{port}");
            options.App.Retry.BaseDelay = TimeSpan.FromMilliseconds(1);
        });

        HttpResult result = await harness.SendAsync(HttpHarness.Post(
            "/v1/send/email", surface: ApiSurface.AppSend, repetition: Repetition.OnlyIfNotTaken));

        result.Failure.ShouldBe(FailureKind.NotConnected);
        harness.Observer.Attempts.Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_connection_that_takes_too_long_is_not_connected()
    {
        await using var harness = new HttpHarness(
            options =>
            {
                options.App.AttemptTimeout = TimeSpan.FromSeconds(10);
                options.App.Retry.MaxRetries = 0;
            },
            services: services => services
                .AddHttpClient(CustomerIoHttpRegistration.ClientNames(HttpHarness.Workspace).App)
                .UseSocketsHttpHandler((handler, _) =>
                {
                    handler.ConnectTimeout = TimeSpan.FromMilliseconds(50);
                    handler.ConnectCallback = async (_, token) =>
                    {
                        await Task.Delay(Timeout.Infinite, token);
                        throw new InvalidOperationException();
                    };
                }));

        HttpResult result = await harness.SendAsync(HttpHarness.Post(surface: ApiSurface.App));

        result.Failure.ShouldBe(FailureKind.NotConnected);
    }

    [Fact]
    public async Task A_large_answer_is_read_whole()
    {
        string large = $$"""{"value":"{{new string('x', 300_000)}}"}""";
        await using var server = new RawServer((_, _) => RawServer.Answer(200, large));
        await using var harness = Harness(server);

        HttpResult result = await harness.SendAsync();

        Encoding.UTF8.GetString(result.Body.Span).ShouldBe(large);
    }

    [Fact]
    public async Task A_download_is_streamed_after_retries_and_an_error_is_a_typed_exception()
    {
        await using var server =
            new RawServer((request, number) => request.Path.Equals("/v1/missing", StringComparison.Ordinal)
            ? RawServer.Answer(404, """{"errors":[{"detail":"not found","status":"404"}]}""")
            : RawServer.Answer(number == 0 ? 503 : 200, "a,b\n1,2\n"));
        await using var harness = Harness(server);

        await using Stream stream = await harness.Http.OpenReadAsync(
            new HttpCall(ApiSurface.App, HttpMethod.Get, "/v1/exports/1/download"), default);
        using var reader = new StreamReader(stream);
        (await reader.ReadToEndAsync()).ShouldBe("a,b\n1,2\n");

        CustomerIoException exception = await Should.ThrowAsync<CustomerIoException>(() =>
            harness.Http.OpenReadAsync(new HttpCall(ApiSurface.App, HttpMethod.Get, "/v1/missing"), default));
        exception.Reason.ShouldBe(CustomerIoErrorReason.NotFound);
        exception.Status.ShouldBe(HttpStatusCode.NotFound);

        // What is pooled between calls keeps nothing of the download.
        HttpResult next = await harness.SendAsync();
        Encoding.UTF8.GetString(next.Body.Span).ShouldBe("a,b\n1,2\n");
    }

    [Fact]
    public async Task Escaped_slashes_and_dots_arrive_as_sent()
    {
        await using var server = new RawServer((_, _) => RawServer.Answer(200));
        await using var harness = Harness(server);
        string id = PathSegment.Escape("a/../b c+d@e.f", "id");

        await harness.SendAsync(HttpHarness.Post($"/api/v1/customers/{id}/events"));

        server.Requests[0].Path.ShouldBe("/api/v1/customers/a%2F..%2Fb%20c%2Bd%40e.f/events");
    }

    private static HttpHarness Harness(RawServer server) => new(options =>
    {
        options.TrackAddress = server.Address;
        options.ApiAddress = server.Address;
        options.Track.Retry.BaseDelay = TimeSpan.FromMilliseconds(1);
        options.App.Retry.BaseDelay = TimeSpan.FromMilliseconds(1);
    });
}
