using CustomerIo.Resilience.Http;
using CustomerIo.Resilience.Tests.Support;

namespace CustomerIo.Resilience.Tests.Http;

public sealed class RedirectTests
{
    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_keeps_method_body_and_credentials_on_the_same_host(int status)
    {
        await using var server =
            new RawServer((request, _) => request.Path.Equals("/elsewhere", StringComparison.Ordinal)
            ? RawServer.Answer(200)
            : RawServer.Answer(status, "", "Location: /elsewhere"));
        await using var harness = Harness(server);

        HttpResult result = await harness.SendAsync();

        result.Status.ShouldBe(200);
        RawRequest followed = server.Requests[1];
        followed.Method.ShouldBe("POST");
        followed.Body.ShouldBe(server.Requests[0].Body);
        followed.Headers.ShouldBe(server.Requests[0].Headers);
        followed.Header("Authorization").ShouldNotBeNull();
    }

    [Fact]
    public async Task An_absolute_redirect_to_another_origin_loses_the_credentials_but_not_the_body()
    {
        await using var other = new RawServer((_, _) => RawServer.Answer(200));
        await using var server = new RawServer((_, _) => RawServer.Answer(301, "", $"Location: {other.Address}there"));
        await using var harness = Harness(server);

        HttpResult result = await harness.SendAsync(HttpHarness.Post(body: """{"a":1}"""));

        result.Status.ShouldBe(200);
        other.Requests[0].Header("Authorization").ShouldBeNull();
        other.Requests[0].Text.ShouldBe("""{"a":1}""");
        other.Requests[0].Method.ShouldBe("POST");
    }

    [Fact]
    public async Task Credentials_once_dropped_do_not_come_back_when_a_stranger_redirects_home()
    {
        RawServer? home = null;
        await using var stranger = new RawServer((_, _) => RawServer.Answer(307, "", $"Location: {home!.Address}back"));
        await using var server =
            home = new RawServer((request, _) => request.Path.Equals("/back", StringComparison.Ordinal)
            ? RawServer.Answer(401)
            : RawServer.Answer(307, "", $"Location: {stranger.Address}"));
        await using var harness = Harness(server);

        HttpResult result = await harness.SendAsync();

        result.Status.ShouldBe(401);
        server.Requests[1].Header("Authorization").ShouldBeNull();
    }

    [Fact]
    public async Task A_loop_ends_after_five_hops_with_the_redirect_as_the_answer()
    {
        await using var server = new RawServer((_, _) => RawServer.Answer(301, "", "Location: /again"));
        await using var harness = Harness(server);

        HttpResult result = await harness.SendAsync();

        result.Status.ShouldBe(301);
        result.IsSuccess.ShouldBeFalse();
        server.Requests.Count.ShouldBe(6);
    }

    [Fact]
    public async Task A_redirect_without_a_location_is_an_answer_without_success()
    {
        await using var server = new RawServer((_, _) =>
            RawServer.Answer(301, """{"errors":[{"detail":"wrong datacenter","status":"301"}]}"""));
        await using var harness = Harness(server);

        HttpResult result = await harness.SendAsync();

        result.Status.ShouldBe(301);
        CustomerIoException exception = CustomerIoExceptions.From(HttpHarness.Post(), result);
        exception.Reason.ShouldBe(CustomerIoErrorReason.UnexpectedAnswer);
        exception.Message.ShouldContain("wrong datacenter");
    }

    [Fact]
    public async Task The_first_redirect_is_logged_with_hosts_only()
    {
        await using var server = new RawServer((request, _) => request.Path.EndsWith("/moved", StringComparison.Ordinal)
            ? RawServer.Answer(200)
            : RawServer.Answer(301, "", "Location: /people/jane@example.com/moved"));
        await using var harness = Harness(server);

        await harness.SendAsync();
        await harness.SendAsync();

        harness.Log.All.Count(line => line.Event.Id == 1051).ShouldBe(1);
        harness.Log.All.ShouldNotContain(line => line.Text.Contains("jane", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://track.customer.io/a", "http://track.customer.io/a", null)]
    [InlineData("https://track.customer.io/a", "ftp://track.customer.io/a", null)]
    [InlineData("https://track.customer.io/a/b", "c", "https://track.customer.io/a/c")]
    [InlineData("https://track.customer.io/a/b", "/c?d=e", "https://track.customer.io/c?d=e")]
    [InlineData("https://track.customer.io/a/b", "//track-eu.customer.io/c", "https://track-eu.customer.io/c")]
    [InlineData("http://127.0.0.1:1/a", "https://track.customer.io/a", "https://track.customer.io/a")]
    public void A_target_is_found_or_refused(string from, string location, string? expected)
    {
        Uri? target = RedirectRule.Target(new Uri(from), new Uri(location, UriKind.RelativeOrAbsolute));

        target?.AbsoluteUri.ShouldBe(expected);
        (target is null).ShouldBe(expected is null);
    }

    [Fact]
    public void A_path_that_was_taken_for_a_file_is_still_a_path()
    {
        bool isUnix = Uri.TryCreate("/c", UriKind.Absolute, out Uri? file);
        Assert.SkipUnless(isUnix, "Only on Unix is a leading slash a file.");

        var from = new Uri("https://track.customer.io/a");

        RedirectRule.Target(from, file).ShouldBe(new Uri("https://track.customer.io/c"));
        RedirectRule.Target(from, new Uri("file:///c")).ShouldBeNull();
    }

    [Theory]
    [InlineData("https://track-eu.customer.io/", true)]
    [InlineData("https://customer.io/", true)]
    [InlineData("https://TRACK.CUSTOMER.IO/", true)]
    [InlineData("http://track-eu.customer.io/", false)]
    [InlineData("https://evilcustomer.io/", false)]
    [InlineData("https://customer.io.evil.example/", false)]
    [InlineData("https://track.example:8443/", false)]
    [InlineData("https://track.example/", true)]
    public void Credentials_go_to_the_same_origin_and_to_customer_io_only(string target, bool expected) =>
        RedirectRule.MayAuthorize(new Uri("https://track.example/x"), new Uri(target)).ShouldBe(expected);

    private static HttpHarness Harness(RawServer server) => new(options => options.TrackAddress = server.Address);
}
