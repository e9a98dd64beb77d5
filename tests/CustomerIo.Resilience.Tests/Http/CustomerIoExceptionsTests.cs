using System.Net;
using System.Text;
using CustomerIo.Resilience.Http;
using CustomerIo.Resilience.Tests.Support;

namespace CustomerIo.Resilience.Tests.Http;

public sealed class CustomerIoExceptionsTests
{
    [Theory]
    [InlineData(301, CustomerIoErrorReason.UnexpectedAnswer, false)]
    [InlineData(400, CustomerIoErrorReason.InvalidRequest, false)]
    [InlineData(401, CustomerIoErrorReason.Unauthorized, false)]
    [InlineData(403, CustomerIoErrorReason.Unauthorized, false)]
    [InlineData(404, CustomerIoErrorReason.NotFound, false)]
    [InlineData(408, CustomerIoErrorReason.ServerError, true)]
    [InlineData(413, CustomerIoErrorReason.InvalidRequest, false)]
    [InlineData(429, CustomerIoErrorReason.RateLimited, true)]
    [InlineData(500, CustomerIoErrorReason.ServerError, true)]
    [InlineData(524, CustomerIoErrorReason.ServerError, true)]
    public void A_status_has_its_reason(int status, CustomerIoErrorReason reason, bool isTransient)
    {
        CustomerIoException exception =
            CustomerIoExceptions.From(HttpHarness.Post(), HttpResult.Answer(status, default));

        exception.Reason.ShouldBe(reason);
        exception.IsTransient.ShouldBe(isTransient);
        exception.Status.ShouldBe((HttpStatusCode)status);
    }

    [Theory]
    [InlineData(FailureKind.NotConnected, CustomerIoErrorReason.Unreachable)]
    [InlineData(FailureKind.CircuitOpen, CustomerIoErrorReason.CircuitOpen)]
    [InlineData(FailureKind.RateLimited, CustomerIoErrorReason.RateLimited)]
    [InlineData(FailureKind.TimedOut, CustomerIoErrorReason.OutcomeUnknown)]
    [InlineData(FailureKind.Broken, CustomerIoErrorReason.OutcomeUnknown)]
    internal void A_failure_has_its_reason(FailureKind failure, CustomerIoErrorReason reason)
    {
        CustomerIoException exception = CustomerIoExceptions.From(HttpHarness.Post(), HttpResult.None(failure, null));

        exception.Reason.ShouldBe(reason);
        exception.Status.ShouldBeNull();
        exception.IsTransient.ShouldBeTrue();
    }

    [Fact]
    public void A_success_that_is_no_answer_says_so_without_its_text()
    {
        HttpResult result = HttpResult.Answer(200, "Please log in."u8.ToArray()).AsNotUnderstood();

        CustomerIoException exception = CustomerIoExceptions.From(HttpHarness.Post(), result);

        (exception.Reason, exception.Status, exception.IsTransient)
            .ShouldBe((CustomerIoErrorReason.UnexpectedAnswer, HttpStatusCode.OK, false));
        exception.Message.ShouldContain("no answer of Customer.io");
        exception.Message.ShouldNotContain("log in.");
        exception.Errors.ShouldBeEmpty();
    }

    [Fact]
    public void The_message_says_what_happened_and_what_to_do()
    {
        HttpResult result = HttpResult.Answer(
            429, Encoding.UTF8.GetBytes("""{"meta":{"error":"slow down"}}"""), TimeSpan.FromSeconds(12));

        CustomerIoException exception = CustomerIoExceptions.From(
            HttpHarness.Post("/v1/send/email", surface: ApiSurface.AppSend), result);

        exception.Message.ShouldBe(
            "POST to the App API (transactional send) failed: status 429 (RateLimited). The server said: slow down "
            + "Try again in 12 s.");
        exception.RetryAfter.ShouldBe(TimeSpan.FromSeconds(12));
        exception.Errors.ShouldBe([new CustomerIoError("slow down")]);
    }
}
