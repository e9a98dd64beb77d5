using System.Text;
using CustomerIo.Resilience.AspNetCore.Dashboard.History;
using CustomerIo.Resilience.AspNetCore.Dashboard.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace CustomerIo.Resilience.AspNetCore.Dashboard;

/// <summary>The first page, and what keeps it up to date.</summary>
internal sealed class OverviewEndpoints(
    DashboardRecorder recorder, TimeSpan interval, TimeProvider time, CancellationToken stopping)
{
    public Task ShowAsync(DashboardRequest request) =>
        request.AnswerAsync(OverviewPage.Of(request, LiveOf(request)));

    /// <summary>Server-sent events: the changing part of the page, as markup, again and again.</summary>
    public async Task StreamAsync(DashboardRequest request)
    {
        HttpResponse response = request.Context.Response;
        response.ContentType = "text/event-stream";

        // Neither the server nor a proxy before it is to collect messages.
        request.Context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        response.Headers["X-Accel-Buffering"] = "no";
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(request.Aborted, stopping);
        try
        {
            while (!end.IsCancellationRequested)
            {
                await response.WriteAsync(MessageOf(LiveOf(request)), end.Token).ConfigureAwait(false);
                await response.Body.FlushAsync(end.Token).ConfigureAwait(false);
                await Task.Delay(interval, time, end.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The page was closed, or the host stops: a stream has no end of its own and must not hold that up.
        }
    }

    private Html LiveOf(DashboardRequest request) =>
        LivePart.Of(request.Status, recorder.Of(request.Workspace), interval, time.GetUtcNow());

    private static string MessageOf(Html live)
    {
        StringBuilder message = new();
        foreach (ReadOnlySpan<char> line in live.ToString().EnumerateLines())
        {
            message.Append("data: ").Append(line).Append('\n');
        }

        return message.Append('\n').ToString();
    }
}
