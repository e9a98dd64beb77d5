using System.Text;
using CustomerIo.Resilience.Resilience;

namespace CustomerIo.Resilience.Http;

/// <summary>The way to the wire of one workspace.</summary>
internal sealed class CustomerIoHttp(
    WorkspacePipelines pipelines, IAttemptSender sender, WorkspaceSettingsCache settings) : ICustomerIoHttp
{
    // Answered here as the server would, but saying what to do about it, and without asking it.
    private static readonly HttpResult NoTrackCredentials = LocalUnauthorized("SiteId and TrackApiKey are not set.");
    private static readonly HttpResult NoAppCredentials = LocalUnauthorized("AppApiKey is not set.");

    public ValueTask<HttpResult> SendAsync(HttpCall call, CancellationToken cancellationToken)
    {
        PathSegment.CheckPath(call.Path);
        return LacksCredentials(call)
            ? ValueTask.FromResult(WithoutCredentials(call))
            : pipelines[call.Surface].ExecuteAsync(call, sender, cancellationToken);
    }

    public ValueTask<HttpResult> SendOnceAsync(HttpCall call, CancellationToken cancellationToken) => LacksCredentials(call)
        ? ValueTask.FromResult(WithoutCredentials(call))
        : pipelines[call.Surface].ExecuteOnceAsync(call, sender, cancellationToken);

    public async Task<Stream> OpenReadAsync(HttpCall call, CancellationToken cancellationToken)
    {
        PathSegment.CheckPath(call.Path);
        if (LacksCredentials(call))
        {
            throw CustomerIoExceptions.From(call, WithoutCredentials(call));
        }

        (HttpResult result, HttpResponseMessage? download) = await pipelines[call.Surface]
            .OpenAsync(call, sender, cancellationToken)
            .ConfigureAwait(false);
        if (download is null)
        {
            throw CustomerIoExceptions.From(call, result);
        }

        return await download.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
    }

    private bool LacksCredentials(HttpCall call) =>
        !call.IsPublic && settings.Current.CredentialsOf(call.Surface) is null;

    private static HttpResult WithoutCredentials(HttpCall call) =>
        call.Surface == ApiSurface.Track ? NoTrackCredentials : NoAppCredentials;

    private static HttpResult LocalUnauthorized(string message) =>
        HttpResult.Answer(401, Encoding.UTF8.GetBytes($$$"""{"meta":{"error":"{{{message}}}"}}"""));
}
