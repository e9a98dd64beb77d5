using System.Net;
using CustomerIo.Resilience.Wire;

namespace CustomerIo.Resilience.Api;

/// <inheritdoc cref="ILinkReader" />
internal sealed class LinkReader : ILinkReader
{
    private readonly HttpClient _client;

    /// <param name="client">A client without credentials of any kind.</param>
    public LinkReader(HttpClient client) => _client = client;

    public async Task<Stream> OpenReadAsync(Uri link, CancellationToken cancellationToken)
    {
        HttpResponseMessage response = await GetAsync(link, cancellationToken).ConfigureAwait(false);
        if (response.IsSuccessStatusCode)
        {
            return await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        }

        HttpStatusCode status = response.StatusCode;
        response.Dispose();
        bool isTransient = StatusMeaning.Of(WireApi.App, (int)status).Class is AnswerClass.Transient;
        throw new CustomerIoException(
            isTransient ? CustomerIoErrorReason.ServerError : CustomerIoErrorReason.InvalidRequest,
            $"The link of the export answered {(int)status}. Links expire after 15 minutes; ask for a new one.",
            status);
    }

    private async Task<HttpResponseMessage> GetAsync(Uri link, CancellationToken cancellationToken)
    {
        try
        {
            return await _client
                .GetAsync(link, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (HttpRequestException exception)
        {
            throw new CustomerIoException(
                CustomerIoErrorReason.Unreachable,
                "The link of the export could not be opened.",
                innerException: exception);
        }
        catch (TaskCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CustomerIoException(
                CustomerIoErrorReason.Unreachable,
                "The link of the export did not answer in time.",
                innerException: exception);
        }
    }
}
