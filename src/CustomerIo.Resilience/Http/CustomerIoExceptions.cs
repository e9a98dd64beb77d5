using System.Globalization;
using System.Net;
using System.Text;
using CustomerIo.Resilience.Wire;

namespace CustomerIo.Resilience.Http;

/// <summary>
/// Makes the exception for a call without success. Its message names the API and the method, not the path, which holds
/// identifiers of persons, and nothing of the payload.
/// </summary>
internal static class CustomerIoExceptions
{
    private const int LongestServerText = 200;

    public static CustomerIoException From(HttpCall call, HttpResult result)
    {
        // What is no answer of Customer.io has no words of Customer.io in it.
        IReadOnlyList<CustomerIoError> errors =
            result.Failure is FailureKind.NotUnderstood ? [] : ErrorEnvelope.Parse(result.Body);
        CustomerIoErrorReason reason = result.MeaningTo(call.Api).Reason;
        return new CustomerIoException(
            reason,
            Message(call, in result, reason, errors),
            result.Status == 0 ? null : (HttpStatusCode)result.Status,
            errors,
            result.RetryAfter,
            result.Cause);
    }

    private static string Message(
        HttpCall call, in HttpResult result, CustomerIoErrorReason reason, IReadOnlyList<CustomerIoError> errors)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{call.Method} to the {NameOf(call.Surface)} failed: ");
        if (result.Failure != FailureKind.None)
        {
            text.Append(WhyNoAnswer(in result));
        }
        else
        {
            text.Append(CultureInfo.InvariantCulture, $"status {result.Status} ({reason}).");
            string? said = errors.Select(static e => e.Message ?? e.Reason).FirstOrDefault(static m => m is not null);
            if (said is not null)
            {
                string shown = said.Length <= LongestServerText ? said : $"{said[..LongestServerText]}…";
                text.Append(CultureInfo.InvariantCulture, $" The server said: {shown}");
            }
        }

        if (reason == CustomerIoErrorReason.Unauthorized)
        {
            text.Append(" Check the credentials, and that Region is the workspace's.");
        }

        if (result.RetryAfter is { } wait)
        {
            text.Append(CultureInfo.InvariantCulture, $" Try again in {wait.TotalSeconds:0.#} s.");
        }

        return text.ToString();
    }

    private static string WhyNoAnswer(in HttpResult result) => result.Failure switch
    {
        FailureKind.NotConnected =>
            "no connection could be made, so nothing was sent. Check the network and the address.",
        FailureKind.CircuitOpen => "the circuit is open after earlier failures, so it was not sent.",
        FailureKind.RateLimited =>
            "the client's own rate limit left no room within the total timeout, so it was not sent. See RateLimits.",
        FailureKind.TimedOut => "there was no answer in time. The server may have taken it.",
        FailureKind.NotUnderstood => string.Create(
            CultureInfo.InvariantCulture,
            $"status {result.Status} came with a body that is no answer of Customer.io. The server may have taken it; look "
            + $"for a proxy or a login page between you and it."),
        _ => "the connection broke before the answer was there. The server may have taken it.",
    };

    private static string NameOf(ApiSurface surface) => surface switch
    {
        ApiSurface.Track => "Track API",
        ApiSurface.AppSend => "App API (transactional send)",
        ApiSurface.AppBroadcast => "App API (broadcast trigger)",
        _ => "App API",
    };
}
