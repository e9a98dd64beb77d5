using System.Net;

namespace CustomerIo.Resilience.Tests.Support;

/// <summary>Stands in for the network: answers each request as the script says, at once.</summary>
public sealed class ScriptedHandler(Func<HttpRequestMessage, int, CancellationToken, Task<HttpResponseMessage>> script)
    : HttpMessageHandler
{
    private int _count;

    public ScriptedHandler(Func<int, HttpResponseMessage> script)
        : this((_, number, _) => Task.FromResult(script(number)))
    {
    }

    public int Count => Volatile.Read(ref _count);

    public static HttpResponseMessage Status(int status, string? body = "{}", string? retryAfter = null)
    {
        var response = new HttpResponseMessage((HttpStatusCode)status);
        if (body is not null)
        {
            response.Content = new StringContent(body);
        }

        if (retryAfter is not null)
        {
            response.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
        }

        return response;
    }

    /// <summary>No answer until the token fires; then the attempt ends on the thread that fired it.</summary>
    public static Task<HttpResponseMessage> Never(CancellationToken cancellationToken)
    {
        var hung = new TaskCompletionSource<HttpResponseMessage>();
        cancellationToken.Register(() => hung.TrySetCanceled(cancellationToken));
        return hung.Task;
    }

    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken) =>
        script(request, Interlocked.Increment(ref _count) - 1, cancellationToken);
}
