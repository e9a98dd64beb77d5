namespace CustomerIo.Resilience.Wire;

/// <summary>What an HTTP status means; the one place that knows.</summary>
internal static class StatusMeaning
{
    private static readonly AnswerMeaning Success = new(AnswerClass.Success, CustomerIoErrorReason.UnexpectedAnswer);

    private static readonly AnswerMeaning NoAnswer =
        new(AnswerClass.NoAnswer, CustomerIoErrorReason.OutcomeUnknown, RetryRule.WhenSafe, IsFailure: true);

    private static readonly AnswerMeaning Refused = new(AnswerClass.Refused, CustomerIoErrorReason.InvalidRequest);

    private static readonly AnswerMeaning Transient =
        new(AnswerClass.Transient, CustomerIoErrorReason.ServerError, RetryRule.WhenSafe, IsFailure: true);

    public static AnswerMeaning Of(WireApi api, int status) => status switch
    {
        0 => NoAnswer,
        >= 200 and < 300 => Success,
        400 or 409 or 413 or 422 => Refused,
        401 => new(AnswerClass.CredentialsRefused, CustomerIoErrorReason.Unauthorized),
        403 => new(AnswerClass.Forbidden, CustomerIoErrorReason.Unauthorized),
        404 => new(
            api is WireApi.Track ? AnswerClass.WrongAddress : AnswerClass.Refused, CustomerIoErrorReason.NotFound),

        // Beyond 599 is no status; RFC 9110 (15) takes it for a server's error. All of 5xx is, whichever gateway says it.
        408 or >= 500 => Transient,

        // The App API's surfaces share a breaker but not a limit: too many reads must not stop a password reset.
        429 => new(
            AnswerClass.RateLimited, CustomerIoErrorReason.RateLimited, RetryRule.Always, IsFailure: api is WireApi.Track),

        // What is in an operation cannot cause the others (405, 410, 414, 415...) of Track, whose addresses are fixed: each
        // operation would get them, and none is to blame.
        >= 400 => api is WireApi.Track ? Refused with { Class = AnswerClass.WrongAddress } : Refused,
        _ => new(AnswerClass.WrongAddress, CustomerIoErrorReason.UnexpectedAnswer),
    };
}
