using CustomerIo.Resilience.Http;
using CustomerIo.Resilience.Track;

namespace CustomerIo.Resilience.Tests.Track;

public sealed class TrackAnswerTests
{
    private readonly RecordingHttp _http = new();
    private readonly TrackClient _client;

    public TrackAnswerTests() => _client = new TrackClient(_http, new CountingIds());

    [Theory]
    [InlineData(200, "{}\n")]
    [InlineData(200, "")]
    [InlineData(202, "")]
    [InlineData(204, "")]
    [InlineData(200, "\uFEFF{}")]
    [InlineData(200, " \r\n{ }\n")]
    [InlineData(200, "{\"errors\":[]}")]
    [InlineData(200, "{\"request_id\":\"01J\"}")]
    [InlineData(200, "{\"errors\":null}")]
    public async Task Every_form_of_success_is_one(int status, string body)
    {
        _http.Answer(body, status);

        await Should.NotThrowAsync(() => _client.DeleteAsync("42"));
    }

    [Fact]
    public async Task A_success_that_is_not_json_is_unexpected()
    {
        _http.Answer("<html>Log in to the guest network</html>");

        CustomerIoException exception = await Should.ThrowAsync<CustomerIoException>(() => _client.DeleteAsync("42"));

        exception.Reason.ShouldBe(CustomerIoErrorReason.UnexpectedAnswer);
    }

    [Theory]
    [InlineData(400, """{"meta":{"error":"bad"}}""", CustomerIoErrorReason.InvalidRequest)]
    [InlineData(400, """{"meta":{"errors":["bad"]}}""", CustomerIoErrorReason.InvalidRequest)]
    [InlineData(400, """{"errors":[{"detail":"bad","status":"400"}]}""", CustomerIoErrorReason.InvalidRequest)]
    [InlineData(400, """{"errors":[{"reason":"invalid","field":"f","message":"bad"}]}""", CustomerIoErrorReason.InvalidRequest)]
    [InlineData(401, "", CustomerIoErrorReason.Unauthorized)]
    [InlineData(404, "", CustomerIoErrorReason.NotFound)]
    [InlineData(429, "slow down", CustomerIoErrorReason.RateLimited)]
    [InlineData(503, "<html>", CustomerIoErrorReason.ServerError)]
    public async Task Every_error_envelope_becomes_an_exception_with_its_reason(
        int status, string body, CustomerIoErrorReason reason)
    {
        _http.Answer(body, status);

        CustomerIoException exception = await Should.ThrowAsync<CustomerIoException>(
            () => _client.SendBatchAsync([new PersonDelete("42")]));

        exception.Reason.ShouldBe(reason);
        ((int?)exception.Status).ShouldBe(status);
        if (status == 400)
        {
            exception.Errors.ShouldHaveSingleItem().Message.ShouldBe("bad");
        }
    }

    [Fact]
    public async Task No_answer_is_an_exception_too()
    {
        _http.Add(HttpResult.None(FailureKind.TimedOut, new TimeoutException()));

        CustomerIoException exception = await Should.ThrowAsync<CustomerIoException>(() => _client.DeleteAsync("42"));

        exception.Reason.ShouldBe(CustomerIoErrorReason.OutcomeUnknown);
        exception.Status.ShouldBeNull();
    }

    [Fact]
    public async Task A_token_that_fires_cancels_the_call()
    {
        using CancellationTokenSource cancelled = new();
        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => _client.DeleteAsync("42", cancelled.Token));
    }
}
