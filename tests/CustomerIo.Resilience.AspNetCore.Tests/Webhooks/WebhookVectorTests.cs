using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using CustomerIo.Resilience.AspNetCore.Tests.Webhooks.Support;

namespace CustomerIo.Resilience.AspNetCore.Tests.Webhooks;

public sealed class WebhookVectorTests : IAsyncLifetime
{
    private readonly HandlerProbe _handler = new();
    private WebhookApp _app = null!;

    public async ValueTask InitializeAsync() => _app = await WebhookApp.StartAsync(
        _handler.HandleAsync,
        options =>
        {
            options.SigningSecrets.Add("the-next-secret");
            options.MaxBodyBytes = 10_000;
        });

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_valid_request_is_handled()
    {
        (await _app.SendAsync(_app.Signed(Bodies.Sent()))).ShouldBe(HttpStatusCode.OK);

        _handler.Events.ShouldHaveSingleItem().ShouldBeOfType<MessageSent>().Recipient.ShouldBe("test@example.com");
    }

    [Fact]
    public async Task A_request_by_the_rotated_secret_is_handled()
    {
        (await _app.SendAsync(_app.Signed(Bodies.Sent(), "the-next-secret"))).ShouldBe(HttpStatusCode.OK);

        _handler.Events.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(300)]
    [InlineData(-300)]
    public async Task A_request_at_the_end_of_the_window_is_handled(int seconds)
    {
        HttpRequestMessage request = _app.Signed(Bodies.Sent(), age: TimeSpan.FromSeconds(seconds));

        (await _app.SendAsync(request)).ShouldBe(HttpStatusCode.OK);

        _handler.Events.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData(null)]
    public async Task The_content_type_does_not_matter(string? type)
    {
        HttpRequestMessage request = _app.Signed(Bodies.Sent());
        request.Content!.Headers.ContentType = type is null ? null : new MediaTypeHeaderValue(type);

        (await _app.SendAsync(request)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_body_as_long_as_the_limit_is_handled()
    {
        string body = Bodies.Sent().Trim().PadRight(10_000);

        (await _app.SendAsync(_app.Signed(body))).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public Task A_wrong_secret_is_401() =>
        ShouldBeRefusedAsync(_app.Signed(Bodies.Sent(), "another-secret"), HttpStatusCode.Unauthorized);

    [Fact]
    public Task An_altered_body_is_401() => ShouldBeRefusedAsync(
        _app.Signed(Bodies.Sent(), signedBody: Bodies.Sent().Replace("test@", "best@", StringComparison.Ordinal)),
        HttpStatusCode.Unauthorized);

    [Theory]
    [InlineData(301)]
    [InlineData(-301)]
    public Task A_stale_or_future_request_is_401(int seconds) => ShouldBeRefusedAsync(
        _app.Signed(Bodies.Sent(), age: TimeSpan.FromSeconds(seconds)), HttpStatusCode.Unauthorized);

    [Fact]
    public Task A_timestamp_other_than_the_signed_one_is_401()
    {
        HttpRequestMessage request = _app.Signed(Bodies.Sent());
        request.Headers.Remove(CustomerIoWebhookSignature.TimestampHeader);
        request.Headers.Add(
            CustomerIoWebhookSignature.TimestampHeader,
            (_app.Time.GetUtcNow().ToUnixTimeSeconds() + 1).ToString(CultureInfo.InvariantCulture));

        return ShouldBeRefusedAsync(request, HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData(CustomerIoWebhookSignature.TimestampHeader)]
    [InlineData(CustomerIoWebhookSignature.SignatureHeader)]
    public Task A_missing_header_is_401(string header)
    {
        HttpRequestMessage request = _app.Signed(Bodies.Sent());
        request.Headers.Remove(header);

        return ShouldBeRefusedAsync(request, HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData(CustomerIoWebhookSignature.TimestampHeader, "1")]
    [InlineData(CustomerIoWebhookSignature.SignatureHeader, "00")]
    public async Task A_header_that_comes_twice_is_401(string header, string value)
    {
        byte[] body = Encoding.UTF8.GetBytes(Bodies.Sent());
        using HttpRequestMessage signed = _app.Signed(Bodies.Sent());
        string head = $"POST {WebhookApp.Path} HTTP/1.1\r\nHost: localhost\r\n{signed.Headers}";

        (await FirstLineAsync([.. Encoding.ASCII.GetBytes($"{head}Content-Length: {body.Length}\r\n\r\n"), .. body]))
            .ShouldStartWith("HTTP/1.1 200");
        (await FirstLineAsync(
            [.. Encoding.ASCII.GetBytes($"{head}{header}: {value}\r\nContent-Length: {body.Length}\r\n\r\n"), .. body]))
            .ShouldStartWith("HTTP/1.1 401");
    }

    [Fact]
    public Task An_oversized_body_is_413() => ShouldBeRefusedAsync(
        _app.Signed(Bodies.Sent().Trim().PadRight(10_001)), HttpStatusCode.RequestEntityTooLarge);

    [Fact]
    public Task An_oversized_body_of_unknown_length_is_413()
    {
        HttpRequestMessage request = _app.Signed(Bodies.Sent().Trim().PadRight(10_001));
        request.Headers.TransferEncodingChunked = true;

        return ShouldBeRefusedAsync(request, HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [InlineData("Content-Length: 10001", "{}")]
    [InlineData("Transfer-Encoding: chunked", "2711\r\n", 10_001)]
    public async Task An_oversized_body_is_refused_before_all_of_it_is_there(
        string length, string begin, int padding = 0)
    {
        using HttpRequestMessage signed = _app.Signed(Bodies.Sent());
        string head = $"POST {WebhookApp.Path} HTTP/1.1\r\nHost: localhost\r\n{signed.Headers}{length}\r\n\r\n";

        (await FirstLineAsync(Encoding.ASCII.GetBytes(head + begin + new string(' ', padding))))
            .ShouldStartWith("HTTP/1.1 413");
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("{\"event_id\":\"a\",\"metric\":\"sent\"")]
    [InlineData("{\"event_id\":\"a\",\"metric\":\"sent\"} x")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"metric\":\"sent\"}")]
    [InlineData("{\"event_id\":\"\",\"metric\":\"sent\"}")]
    [InlineData("{\"event_id\":{},\"metric\":\"sent\"}")]
    [InlineData("{\"event_id\":\"\\ud800\",\"metric\":\"sent\"}")]
    [InlineData("{\"event_id\":\"a\"}")]
    [InlineData("{\"event_id\":\"a\",\"metric\":null}")]
    public Task A_malformed_body_is_400(string body) =>
        ShouldBeRefusedAsync(_app.Signed(body), HttpStatusCode.BadRequest);

    [Fact]
    public Task A_malformed_body_without_its_signature_is_401() =>
        ShouldBeRefusedAsync(_app.Signed("not json", "another-secret"), HttpStatusCode.Unauthorized);

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    public Task Another_method_than_post_is_405(string method)
    {
        HttpRequestMessage request = _app.Signed(Bodies.Sent());
        request.Method = new HttpMethod(method);

        return ShouldBeRefusedAsync(request, HttpStatusCode.MethodNotAllowed);
    }

    // HttpClient would put two values of a header into one line.
    private async Task<string> FirstLineAsync(byte[] request)
    {
        using TcpClient connection = new();
        await connection.ConnectAsync(IPAddress.Loopback, _app.Client.BaseAddress!.Port);
        await connection.GetStream().WriteAsync(request);
        using StreamReader answer = new(connection.GetStream());
        return (await answer.ReadLineAsync().WaitAsync(Eventually.Limit)).ShouldNotBeNull();
    }

    private async Task ShouldBeRefusedAsync(HttpRequestMessage request, HttpStatusCode status)
    {
        (await _app.SendAsync(request)).ShouldBe(status);
        _handler.Events.ShouldBeEmpty();

        // A refused request must not keep the genuine one out.
        (await _app.PostAsync(Bodies.Sent())).ShouldBe(HttpStatusCode.OK);
        _handler.Events.Count.ShouldBe(1);
    }
}
