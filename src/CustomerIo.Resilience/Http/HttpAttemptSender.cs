using System.Net.Http.Headers;
using CustomerIo.Resilience.Resilience;
using Polly;

namespace CustomerIo.Resilience.Http;

/// <summary>One attempt: a fresh request, redirects followed by hand, the answer read whole.</summary>
internal sealed class HttpAttemptSender(
    HttpClient track, HttpClient app, WorkspaceSettingsCache settings, PipelineServices services) : IAttemptSender
{
    private int _redirectTold;

    public async ValueTask<Outcome<HttpResult>> SendOnceAsync(CallScope scope, CancellationToken cancellationToken)
    {
        long started = services.Time.GetTimestamp();
        HttpResult result;
        try
        {
            result = await ExchangeAsync(scope, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (cancellationToken.IsCancellationRequested)
        {
            if (!scope.CallerToken.IsCancellationRequested)
            {
                Tell(scope, 0, FailureKind.TimedOut, started);
            }

            return Outcome.FromException<HttpResult>(
                exception as OperationCanceledException
                ?? new OperationCanceledException(exception.Message, exception, cancellationToken));
        }
        catch (Exception exception)
        {
            result = HttpResult.None(TransportFailure.Classify(exception), exception);
        }

        Tell(scope, result.Status, result.Failure, started);
        return Outcome.FromResult(result);
    }

    private async ValueTask<HttpResult> ExchangeAsync(CallScope scope, CancellationToken cancellationToken)
    {
        HttpCall call = scope.Call;
        WorkspaceSettings current = settings.Current;
        HttpClient client = call.Surface == ApiSurface.Track ? track : app;
        AuthenticationHeaderValue? credentials = call.IsPublic ? null : current.CredentialsOf(call.Surface);
        Uri address = current.AddressOf(call);
        for (int hop = 0; ; hop++)
        {
            using HttpRequestMessage request = RequestFactory.Make(call, address, credentials);
            HttpResponseMessage response = await client
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
                .ConfigureAwait(false);
            bool isKept = false;
            try
            {
                if (Redirect(call, address, response, hop) is { } target)
                {
                    // Once dropped, credentials stay dropped: a stranger must not be able to aim them by redirecting
                    // back.
                    credentials = RedirectRule.MayAuthorize(address, target) ? credentials : null;
                    address = target;
                    continue;
                }

                isKept = scope.Download is not null && response.IsSuccessStatusCode;
                if (isKept)
                {
                    scope.Download!.Response = response;
                    return HttpResult.Answer((int)response.StatusCode, default);
                }

                return await AnswerAsync(call, response, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                if (!isKept)
                {
                    response.Dispose();
                }
            }
        }
    }

    private async ValueTask<HttpResult> AnswerAsync(
        HttpCall call, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> body =
            await ResponseBody.ReadAsync(response.Content, cancellationToken).ConfigureAwait(false);
        HttpResult result = HttpResult.Answer((int)response.StatusCode, body, RetryAfterOf(response));
        return result.IsSuccess && !call.Understands(result.Status, body) ? result.AsNotUnderstood() : result;
    }

    private TimeSpan? RetryAfterOf(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("Retry-After", out HeaderStringValues values)
            ? RetryAfterHeader.Parse(values.ToString(), services.Time.GetUtcNow())
            : null;

    /// <summary>Where the answer sends us; <see langword="null"/> when the answer is the answer.</summary>
    private Uri? Redirect(HttpCall call, Uri from, HttpResponseMessage response, int hop)
    {
        if (!RedirectRule.IsRedirect((int)response.StatusCode) || response.Headers.Location is not { } location)
        {
            return null;
        }

        Uri? target = RedirectRule.Target(from, location);
        if (target is null || hop == RedirectRule.MaxHops)
        {
            string host = location.IsAbsoluteUri ? location.Host : from.Host;
            string reason = target is null ? "it leaves https, or is no web address" : "there were five before it";
            HttpLog.RedirectRefused(services.Logger, call.Surface, host, reason);
            return null;
        }

        if (Interlocked.Exchange(ref _redirectTold, 1) == 0)
        {
            HttpLog.Redirected(services.Logger, call.Surface, from.Host, target.Host);
        }

        return target;
    }

    private void Tell(CallScope scope, int status, FailureKind failure, long started) =>
        services.Observer.OnAttempt(scope.Call.Surface, status, failure, services.Time.GetElapsedTime(started));
}
