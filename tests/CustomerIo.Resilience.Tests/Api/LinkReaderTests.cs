using System.Net;
using CustomerIo.Resilience.Api;

namespace CustomerIo.Resilience.Tests.Api;

public sealed class LinkReaderTests
{
    private static readonly Uri Link = new("https://files.example/110.csv?signature=secret");

    [Fact]
    public async Task A_link_is_opened_without_credentials()
    {
        using StubHandler handler = new(() => new HttpResponseMessage { Content = new StringContent("id\n") });
        using HttpClient client = new(handler);

        Stream stream = await new LinkReader(client).OpenReadAsync(Link, TestContext.Current.CancellationToken);

        using StreamReader reader = new(stream);
        (await reader.ReadToEndAsync(TestContext.Current.CancellationToken)).ShouldBe("id\n");
        handler.Request.ShouldNotBeNull().RequestUri.ShouldBe(Link);
        handler.Request.Headers.Authorization.ShouldBeNull();
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden, CustomerIoErrorReason.InvalidRequest)]
    [InlineData(HttpStatusCode.ServiceUnavailable, CustomerIoErrorReason.ServerError)]
    public async Task A_link_that_expired_says_so_and_stays_secret(HttpStatusCode status, CustomerIoErrorReason reason)
    {
        using StubHandler handler = new(() => new HttpResponseMessage(status));
        using HttpClient client = new(handler);

        CustomerIoException exception = await Should.ThrowAsync<CustomerIoException>(
            () => new LinkReader(client).OpenReadAsync(Link, TestContext.Current.CancellationToken));

        exception.Reason.ShouldBe(reason);
        exception.Status.ShouldBe(status);
        exception.ToString().ShouldNotContain("secret");
    }

    [Fact]
    public async Task A_host_that_cannot_be_reached_is_the_same_exception()
    {
        using StubHandler handler = new(() => throw new HttpRequestException("no route"));
        using HttpClient client = new(handler);

        CustomerIoException exception = await Should.ThrowAsync<CustomerIoException>(
            () => new LinkReader(client).OpenReadAsync(Link, TestContext.Current.CancellationToken));

        exception.Reason.ShouldBe(CustomerIoErrorReason.Unreachable);
    }

    private sealed class StubHandler : HttpMessageHandler
    {
        private readonly Func<HttpResponseMessage> _answer;

        public StubHandler(Func<HttpResponseMessage> answer) => _answer = answer;

        public HttpRequestMessage? Request { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Request = request;
            return Task.FromResult(_answer());
        }
    }
}
