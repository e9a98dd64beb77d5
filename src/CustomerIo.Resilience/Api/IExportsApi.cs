namespace CustomerIo.Resilience.Api;

/// <summary>
/// Exports of people and deliveries: make one, ask until its status is <c>done</c>, download it. Making one is not
/// repeated when its outcome is unknown.
/// </summary>
public interface IExportsApi
{
    /// <summary>All exports.</summary>
    Task<IReadOnlyList<Export>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>One export.</summary>
    Task<Export> GetAsync(long exportId, CancellationToken cancellationToken = default);

    /// <summary>Starts an export of people.</summary>
    /// <param name="filter">Whom to export.</param>
    /// <param name="attributes">Attributes for more columns. Default: none.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<Export> CreateCustomersExportAsync(
        AudienceFilter filter,
        IReadOnlyCollection<string>? attributes = null,
        CancellationToken cancellationToken = default);

    /// <summary>Starts an export of deliveries.</summary>
    Task<Export> CreateDeliveriesExportAsync(DeliveriesExport export, CancellationToken cancellationToken = default);

    /// <summary>
    /// Asks for the signed link of an export that is done; it works for 15 minutes, for whoever has it.
    /// </summary>
    Task<Uri> GetDownloadLinkAsync(long exportId, CancellationToken cancellationToken = default);

    /// <summary>
    /// Downloads an export that is done. The file is on another host than the API, so the API's credentials do not go
    /// there, nor do its retries: a download that breaks off starts anew with another call.
    /// </summary>
    /// <param name="exportId">The export.</param>
    /// <param name="destination">Where the file goes as it comes; not disposed.</param>
    /// <param name="cancellationToken">Ends the download.</param>
    Task DownloadAsync(long exportId, Stream destination, CancellationToken cancellationToken = default);
}
