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
        Activities = new ApiGroup(_calls, "/v1/activities");
        Assets = new ApiGroup(_calls, "/v1/assets");
        Campaigns = new ApiGroup(_calls, "/v1/campaigns");
        Collections = new ApiGroup(_calls, "/v1/collections");
        DataIndex = new ApiGroup(_calls, "/v1/data_index");
        DesignStudio = new ApiGroup(_calls, "/v1/design_studio");
        Esp = new ApiGroup(_calls, "/v1/esp");
        Imports = new ApiGroup(_calls, "/v1/imports");
        Info = new ApiGroup(_calls, "/v1/info");
        Messages = new ApiGroup(_calls, "/v1/messages");
        Newsletters = new ApiGroup(_calls, "/v1/newsletters");
        ObjectTypes = new ApiGroup(_calls, "/v1/object_types");
        Objects = new ApiGroup(_calls, "/v1/objects");
        ReportingWebhooks = new ApiGroup(_calls, "/v1/reporting_webhooks");
        SenderIdentities = new ApiGroup(_calls, "/v1/sender_identities");
        Snippets = new ApiGroup(_calls, "/v1/snippets");
        SubscriptionCenter = new ApiGroup(_calls, "/v1/subscription_center");
        SubscriptionChannels = new ApiGroup(_calls, "/v1/subscription_channels");
        SubscriptionTopics = new ApiGroup(_calls, "/v1/subscription_topics");
        Workspaces = new ApiGroup(_calls, "/v1/workspaces");
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
    public IApiGroup Activities { get; }

    /// <inheritdoc />
    public IApiGroup Assets { get; }

    /// <inheritdoc />
    public IApiGroup Campaigns { get; }

    /// <inheritdoc />
    public IApiGroup Collections { get; }

    /// <inheritdoc />
    public IApiGroup DataIndex { get; }

    /// <inheritdoc />
    public IApiGroup DesignStudio { get; }

    /// <inheritdoc />
    public IApiGroup Esp { get; }

    /// <inheritdoc />
    public IApiGroup Imports { get; }

    /// <inheritdoc />
    public IApiGroup Info { get; }

    /// <inheritdoc />
    public IApiGroup Messages { get; }

    /// <inheritdoc />
    public IApiGroup Newsletters { get; }

    /// <inheritdoc />
    public IApiGroup ObjectTypes { get; }

    /// <inheritdoc />
    public IApiGroup Objects { get; }

    /// <inheritdoc />
    public IApiGroup ReportingWebhooks { get; }

    /// <inheritdoc />
    public IApiGroup SenderIdentities { get; }

    /// <inheritdoc />
    public IApiGroup Snippets { get; }

    /// <inheritdoc />
    public IApiGroup SubscriptionCenter { get; }

    /// <inheritdoc />
    public IApiGroup SubscriptionChannels { get; }

    /// <inheritdoc />
    public IApiGroup SubscriptionTopics { get; }

    /// <inheritdoc />
    public IApiGroup Workspaces { get; }

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
