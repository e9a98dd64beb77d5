using CustomerIo.Resilience.Http;
using CustomerIo.Resilience.Resilience;
using CustomerIo.Resilience.Wire;
using Polly;

namespace CustomerIo.Resilience.Tests.Wire;

public sealed class StatusMeaningTests
{
    [Theory]
    [InlineData(200, AnswerClass.Success, CustomerIoErrorReason.UnexpectedAnswer, RetryRule.Never, CallVerdict.Success)]
    [InlineData(207, AnswerClass.Success, CustomerIoErrorReason.UnexpectedAnswer, RetryRule.Never, CallVerdict.Success)]
    [InlineData(299, AnswerClass.Success, CustomerIoErrorReason.UnexpectedAnswer, RetryRule.Never, CallVerdict.Success)]
    [InlineData(400, AnswerClass.Refused, CustomerIoErrorReason.InvalidRequest, RetryRule.Never, CallVerdict.Neutral)]
    [InlineData(409, AnswerClass.Refused, CustomerIoErrorReason.InvalidRequest, RetryRule.Never, CallVerdict.Neutral)]
    [InlineData(413, AnswerClass.Refused, CustomerIoErrorReason.InvalidRequest, RetryRule.Never, CallVerdict.Neutral)]
    [InlineData(422, AnswerClass.Refused, CustomerIoErrorReason.InvalidRequest, RetryRule.Never, CallVerdict.Neutral)]
    [InlineData(
        401, AnswerClass.CredentialsRefused, CustomerIoErrorReason.Unauthorized, RetryRule.Never, CallVerdict.Neutral)]
    [InlineData(403, AnswerClass.Forbidden, CustomerIoErrorReason.Unauthorized, RetryRule.Never, CallVerdict.Neutral)]
    [InlineData(408, AnswerClass.Transient, CustomerIoErrorReason.ServerError, RetryRule.WhenSafe, CallVerdict.Failure)]
    [InlineData(500, AnswerClass.Transient, CustomerIoErrorReason.ServerError, RetryRule.WhenSafe, CallVerdict.Failure)]
    [InlineData(501, AnswerClass.Transient, CustomerIoErrorReason.ServerError, RetryRule.WhenSafe, CallVerdict.Failure)]
    [InlineData(599, AnswerClass.Transient, CustomerIoErrorReason.ServerError, RetryRule.WhenSafe, CallVerdict.Failure)]
    [InlineData(999, AnswerClass.Transient, CustomerIoErrorReason.ServerError, RetryRule.WhenSafe, CallVerdict.Failure)]
    [InlineData(
        101, AnswerClass.WrongAddress, CustomerIoErrorReason.UnexpectedAnswer, RetryRule.Never, CallVerdict.Neutral)]
    [InlineData(
        301, AnswerClass.WrongAddress, CustomerIoErrorReason.UnexpectedAnswer, RetryRule.Never, CallVerdict.Neutral)]
    [InlineData(
        304, AnswerClass.WrongAddress, CustomerIoErrorReason.UnexpectedAnswer, RetryRule.Never, CallVerdict.Neutral)]
    internal void A_status_means_the_same_to_all(
        int status, AnswerClass answer, CustomerIoErrorReason reason, RetryRule retry, CallVerdict verdict)
    {
        foreach (WireApi api in Enum.GetValues<WireApi>())
        {
            HttpResult result = HttpResult.Answer(status, default);

            AnswerMeaning meaning = result.MeaningTo(api);
            CallVerdict forBreaker = OutcomeClassifier.VerdictOf(api, Outcome.FromResult(result), hasCallerCancelled: false);

            (meaning.Class, meaning.Reason, meaning.Retry).ShouldBe((answer, reason, retry));
            forBreaker.ShouldBe(verdict);
        }
    }

    [Theory]
    [InlineData(404, AnswerClass.WrongAddress, AnswerClass.Refused, CustomerIoErrorReason.NotFound)]
    [InlineData(402, AnswerClass.WrongAddress, AnswerClass.Refused, CustomerIoErrorReason.InvalidRequest)]
    [InlineData(405, AnswerClass.WrongAddress, AnswerClass.Refused, CustomerIoErrorReason.InvalidRequest)]
    [InlineData(407, AnswerClass.WrongAddress, AnswerClass.Refused, CustomerIoErrorReason.InvalidRequest)]
    [InlineData(410, AnswerClass.WrongAddress, AnswerClass.Refused, CustomerIoErrorReason.InvalidRequest)]
    [InlineData(414, AnswerClass.WrongAddress, AnswerClass.Refused, CustomerIoErrorReason.InvalidRequest)]
    [InlineData(415, AnswerClass.WrongAddress, AnswerClass.Refused, CustomerIoErrorReason.InvalidRequest)]
    [InlineData(499, AnswerClass.WrongAddress, AnswerClass.Refused, CustomerIoErrorReason.InvalidRequest)]
    internal void What_no_operation_can_cause_is_the_address_of_track_and_the_request_of_app(
        int status, AnswerClass track, AnswerClass app, CustomerIoErrorReason reason)
    {
        StatusMeaning.Of(WireApi.Track, status).ShouldBe(new AnswerMeaning(track, reason));
        StatusMeaning.Of(WireApi.App, status).ShouldBe(new AnswerMeaning(app, reason));
    }

    [Fact]
    public void A_429_fails_track_alone()
    {
        AnswerMeaning track = StatusMeaning.Of(WireApi.Track, 429);

        track.ShouldBe(new AnswerMeaning(
            AnswerClass.RateLimited, CustomerIoErrorReason.RateLimited, RetryRule.Always, IsFailure: true));
        StatusMeaning.Of(WireApi.App, 429).ShouldBe(track with { IsFailure = false });
    }

    [Theory]
    [InlineData(
        FailureKind.NotConnected, AnswerClass.NoAnswer, CustomerIoErrorReason.Unreachable, RetryRule.Always, true)]
    [InlineData(
        FailureKind.TimedOut, AnswerClass.NoAnswer, CustomerIoErrorReason.OutcomeUnknown, RetryRule.WhenSafe, true)]
    [InlineData(
        FailureKind.Broken, AnswerClass.NoAnswer, CustomerIoErrorReason.OutcomeUnknown, RetryRule.WhenSafe, true)]
    [InlineData(
        FailureKind.NotUnderstood,
        AnswerClass.NotUnderstood,
        CustomerIoErrorReason.UnexpectedAnswer,
        RetryRule.WhenSafe,
        true)]
    [InlineData(FailureKind.CircuitOpen, AnswerClass.NotTried, CustomerIoErrorReason.CircuitOpen, RetryRule.Never, false)]
    [InlineData(FailureKind.RateLimited, AnswerClass.NotTried, CustomerIoErrorReason.RateLimited, RetryRule.Never, false)]
    internal void No_answer_has_its_row_too(
        FailureKind failure, AnswerClass answer, CustomerIoErrorReason reason, RetryRule retry, bool isFailure) =>
        HttpResult.None(failure, null).MeaningTo(WireApi.Track)
            .ShouldBe(new AnswerMeaning(answer, reason, retry, isFailure));

    [Fact]
    public void Every_status_has_a_row_and_only_trouble_of_the_server_is_tried_again_or_counted()
    {
        for (int status = 100; status < 1_000; status++)
        {
            foreach (WireApi api in Enum.GetValues<WireApi>())
            {
                AnswerMeaning meaning = StatusMeaning.Of(api, status);

                bool isTrouble = meaning.Class is AnswerClass.Transient or AnswerClass.RateLimited;
                (meaning.Retry is not RetryRule.Never).ShouldBe(isTrouble, $"{api} {status}");
                meaning.IsFailure.ShouldBe(isTrouble && (status, api) is not (429, WireApi.App), $"{api} {status}");
            }
        }
    }
}
