using System.Text.Json;
using CustomerIo.Resilience.Api;

namespace CustomerIo.Resilience;

/// <summary>
/// The App API: transactional messages, broadcasts, and what Customer.io knows. The groups have types of their own
/// where everything in them is ready; <see cref="SendAsync"/> reaches the rest.
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
