using System.Text.Json;
using CustomerIo.Resilience.Api;
using CustomerIo.Resilience.Http;

namespace CustomerIo.Resilience;

/// <inheritdoc cref="IApiClient" />
public sealed class ApiClient : IApiClient
{
    private readonly ApiCalls _calls;

    internal ApiClient(ICustomerIoHttp http, ILinkReader links, TimeProvider time)
    {
        _calls = new ApiCalls(http);
        Transactional = new TransactionalApi(_calls, time);
        Broadcasts = new BroadcastsApi(_calls);
        Customers = new CustomersApi(_calls);
        Segments = new SegmentsApi(_calls);
        Exports = new ExportsApi(_calls, links);
    }

    /// <inheritdoc />
    public ITransactionalApi Transactional { get; }

    /// <inheritdoc />
    public IBroadcastsApi Broadcasts { get; }

    /// <inheritdoc />
    public ICustomersApi Customers { get; }

    /// <inheritdoc />
    public ISegmentsApi Segments { get; }

    /// <inheritdoc />
    public IExportsApi Exports { get; }

    /// <inheritdoc />
    public Task<JsonElement> SendAsync(
        HttpMethod method,
        string path,
        ReadOnlyMemory<byte> json = default,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(path);
        return _calls.SendRawAsync(RawCall.Of(method, path, json), cancellationToken);
    }
}
