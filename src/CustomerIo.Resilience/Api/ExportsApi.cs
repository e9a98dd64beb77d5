using CustomerIo.Resilience.Events;
using CustomerIo.Resilience.Http;
using CustomerIo.Resilience.Track;

namespace CustomerIo.Resilience.Api;

/// <inheritdoc cref="IExportsApi" />
internal sealed class ExportsApi : IExportsApi
{
    private readonly ApiCalls _calls;
    private readonly ILinkReader _links;

    public ExportsApi(ApiCalls calls, ILinkReader links)
    {
        _calls = calls;
        _links = links;
    }

    public async Task<IReadOnlyList<Export>> ListAsync(CancellationToken cancellationToken = default)
    {
        Answers.ManyExports answer = await _calls
            .GetAsync("/v1/exports", ApiJson.Default.ManyExports, cancellationToken)
            .ConfigureAwait(false);
        return answer.Exports ?? [];
    }

    public async Task<Export> GetAsync(long exportId, CancellationToken cancellationToken = default)
    {
        Answers.OneExport answer = await _calls
            .GetAsync(ApiPath.Of($"/v1/exports/{exportId}"), ApiJson.Default.OneExport, cancellationToken)
            .ConfigureAwait(false);
        return answer.Export ?? new Export();
    }

    public Task<Export> CreateCustomersExportAsync(
        AudienceFilter filter,
        IReadOnlyCollection<string>? attributes = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        JsonBuffer json = new();
        JsonFields fields = new(json);
        filter.Write(fields.Name("filters"u8));
        fields.Texts("attributes"u8, attributes);
        fields.End();
        return CreateAsync("/v1/exports/customers", json, cancellationToken);
    }

    public Task<Export> CreateDeliveriesExportAsync(
        DeliveriesExport export, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(export);
        return CreateAsync("/v1/exports/deliveries", export.ToJson(), cancellationToken);
    }

    public async Task<Uri> GetDownloadLinkAsync(long exportId, CancellationToken cancellationToken = default)
    {
        Answers.Link answer = await _calls
            .GetAsync(ApiPath.Of($"/v1/exports/{exportId}/download"), ApiJson.Default.Link, cancellationToken)
            .ConfigureAwait(false);
        return Uri.TryCreate(answer.Url, UriKind.Absolute, out Uri? link)
            ? link
            : throw new CustomerIoException(
                CustomerIoErrorReason.UnexpectedAnswer,
                "Customer.io answered without a link to the export. Is it done?");
    }

    public async Task DownloadAsync(long exportId, Stream destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        Uri link = await GetDownloadLinkAsync(exportId, cancellationToken).ConfigureAwait(false);
        Stream file = await _links.OpenReadAsync(link, cancellationToken).ConfigureAwait(false);
        await using (file.ConfigureAwait(false))
        {
            await file.CopyToAsync(destination, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<Export> CreateAsync(string path, JsonBuffer json, CancellationToken cancellationToken)
    {
        Answers.OneExport answer = await _calls
            .PostAsync(path, json, Repetition.OnlyIfNotTaken, ApiJson.Default.OneExport, cancellationToken)
            .ConfigureAwait(false);
        return answer.Export ?? new Export();
    }
}
