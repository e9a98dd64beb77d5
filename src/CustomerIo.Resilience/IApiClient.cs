using System.Text.Json;
using CustomerIo.Resilience.Api;

namespace CustomerIo.Resilience;

/// <summary>
/// The App API: transactional messages, broadcasts, and what Customer.io knows. Five groups have methods and types of
/// their own; in the others every operation can be called, with JSON in and out; <see cref="SendAsync"/> reaches
/// whatever has no group.
/// </summary>
/// <remarks>
/// Every method throws <see cref="ArgumentException"/> for what Customer.io is documented to refuse, before sending
/// anything; <see cref="CustomerIoException"/> for any other failure; and <see cref="OperationCanceledException"/> when
/// its token fires. Answers may hold more than their types show; what this library does not know is skipped.
/// </remarks>
public interface IApiClient
{
    /// <summary>Transactional messages: email, push, SMS, WhatsApp, in-app and inbox.</summary>
    ITransactionalApi Transactional { get; }

    /// <summary>Broadcasts that the API triggers.</summary>
    IBroadcastsApi Broadcasts { get; }

    /// <summary>People, and what is known of them.</summary>
    ICustomersApi Customers { get; }

    /// <summary>Segments.</summary>
    ISegmentsApi Segments { get; }

    /// <summary>Exports of people and deliveries.</summary>
    IExportsApi Exports { get; }

    /// <summary>What happened in the workspace.</summary>
    IApiGroup Activities { get; }

    /// <summary>Files and their folders.</summary>
    IApiGroup Assets { get; }

    /// <summary>Campaigns, their actions and metrics.</summary>
    IApiGroup Campaigns { get; }

    /// <summary>Collections and their content.</summary>
    IApiGroup Collections { get; }

    /// <summary>Attributes and events in the data index.</summary>
    IApiGroup DataIndex { get; }

    /// <summary>Folders, emails and components of the design studio.</summary>
    IApiGroup DesignStudio { get; }

    /// <summary>Suppressions at the email provider.</summary>
    IApiGroup Esp { get; }

    /// <summary>Imports of people and events.</summary>
    IApiGroup Imports { get; }

    /// <summary>Facts about Customer.io, such as its IP addresses.</summary>
    IApiGroup Info { get; }

    /// <summary>Deliveries.</summary>
    IApiGroup Messages { get; }

    /// <summary>Newsletters, their content and metrics.</summary>
    IApiGroup Newsletters { get; }

    /// <summary>Types of objects.</summary>
    IApiGroup ObjectTypes { get; }

    /// <summary>Objects, their attributes and relations.</summary>
    IApiGroup Objects { get; }

    /// <summary>Reporting webhooks.</summary>
    IApiGroup ReportingWebhooks { get; }

    /// <summary>Senders of emails.</summary>
    IApiGroup SenderIdentities { get; }

    /// <summary>Snippets of content.</summary>
    IApiGroup Snippets { get; }

    /// <summary>Tokens of the subscription center.</summary>
    IApiGroup SubscriptionCenter { get; }

    /// <summary>Channels people subscribe to.</summary>
    IApiGroup SubscriptionChannels { get; }

    /// <summary>Topics people subscribe to.</summary>
    IApiGroup SubscriptionTopics { get; }

    /// <summary>The account's workspaces.</summary>
    IApiGroup Workspaces { get; }

    /// <summary>
    /// Sends any request of the App API that has no method of its own. It goes through the same rate limits, retries
    /// and circuit breaker; a GET, PUT or DELETE may be repeated after an unknown outcome, a POST may not.
    /// </summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">
    /// Path and query from the host's root, such as <c>/v1/campaigns/3</c>. Escape identifiers in it with
    /// <see cref="Uri.EscapeDataString(string)"/>.
    /// </param>
    /// <param name="json">The body as JSON in UTF-8. Default: no body.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>
    /// The answer; its kind is <see cref="JsonValueKind.Undefined"/> when the server answered with no body.
    /// </returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is not a path of the App API.</exception>
    Task<JsonElement> SendAsync(
        HttpMethod method,
        string path,
        ReadOnlyMemory<byte> json = default,
        CancellationToken cancellationToken = default);
}
