using CustomerIo.Resilience.Track;

namespace CustomerIo.Resilience;

/// <summary>
/// The Track API as it is on the wire, version 1 and 2. A call ends when the server has answered, and throws when it
/// has not taken what was sent. For delivery that survives outages use <c>ICustomerIoClient</c>.
/// </summary>
/// <remarks>
/// Every method throws <see cref="ArgumentException"/> for what Customer.io is documented to refuse, before sending
/// anything; <see cref="CustomerIoException"/> for any other failure; and <see cref="OperationCanceledException"/> when
/// its token fires.
/// </remarks>
public interface ITrackClient
{
    /// <summary>Adds a person, or changes their attributes (v1).</summary>
    /// <param name="person">The person; an email address only if the workspace identifies people by it.</param>
    /// <param name="attributes">
    /// At most 300, names of at most 150 and texts of at most 1,000 bytes of UTF-8. Names with a meaning of their own:
    /// <c>created_at</c> and <c>_timestamp</c> (seconds), <c>_update</c> (true: change only a person that exists),
    /// <c>anonymous_id</c>, <c>unsubscribed</c>, <c>cio_relationships</c>, <c>cio_subscription_preferences</c>.
    /// </param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task IdentifyAsync(
        PersonId person, Dictionary<string, object?> attributes, CancellationToken cancellationToken = default);

    /// <summary>Deletes a person (v1). A later call can create them again.</summary>
    Task DeleteAsync(PersonId person, CancellationToken cancellationToken = default);

    /// <summary>Deletes a person and blocks their identifier (v1).</summary>
    Task SuppressAsync(PersonId person, CancellationToken cancellationToken = default);

    /// <summary>Lifts a suppression (v1). What was deleted stays deleted.</summary>
    Task UnsuppressAsync(PersonId person, CancellationToken cancellationToken = default);

    /// <summary>Adds a device to a person, or changes it (v1).</summary>
    Task AddDeviceAsync(PersonId person, Device device, CancellationToken cancellationToken = default);

    /// <summary>Removes a device from a person (v1).</summary>
    Task DeleteDeviceAsync(PersonId person, string deviceToken, CancellationToken cancellationToken = default);

    /// <summary>Reports an event of a person (v1).</summary>
    /// <returns>The id that the event has at Customer.io; a repeat under it is ignored there.</returns>
    Task<Ulid> TrackAsync(PersonId person, TrackEvent trackEvent, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reports an event of someone not identified yet (v1). Without <see cref="TrackEvent.AnonymousId"/> it is an
    /// invitation and its data must have a <c>recipient</c> (Track API reference).
    /// </summary>
    /// <returns>The id that the event has at Customer.io; a repeat under it is ignored there.</returns>
    Task<Ulid> TrackAnonymousAsync(TrackEvent trackEvent, CancellationToken cancellationToken = default);

    /// <summary>
    /// Merges one person into another (v1). It cannot be undone, and is not repeated when its outcome is unknown: the
    /// second person is gone after the first time.
    /// </summary>
    Task MergeAsync(PersonId primary, PersonId secondary, CancellationToken cancellationToken = default);

    /// <summary>
    /// Submits a form (v1). An unknown form id creates the form. Not repeated when its outcome is unknown, because
    /// Customer.io would record the submission twice.
    /// </summary>
    /// <param name="formId">The form.</param>
    /// <param name="person">Who submits it, by id or email address; a <c>cio_id</c> is refused.</param>
    /// <param name="fields">The answers. Customer.io ignores <c>form_id</c>, <c>form_name</c>, <c>form_type</c>,
    /// <c>form_url</c> and <c>form_url_param</c>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task SubmitFormAsync(
        string formId,
        PersonId person,
        IReadOnlyDictionary<string, string> fields,
        CancellationToken cancellationToken = default);

    /// <summary>Reports what happened to a delivery (v1).</summary>
    Task ReportMetricAsync(DeliveryMetric metric, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reports what happened to a push notification (v1). Customer.io's reference calls this endpoint deprecated and
    /// points to metrics: prefer <see cref="ReportMetricAsync"/>.
    /// </summary>
    Task ReportPushEventAsync(PushEvent pushEvent, CancellationToken cancellationToken = default);

    /// <summary>Adds people to a manual segment (v1). Customer.io ignores ids that match nobody.</summary>
    /// <param name="segmentId">A manual segment.</param>
    /// <param name="ids">1 to 1,000 identifiers.</param>
    /// <param name="idKind">What kind of identifier all of them are. Default: your own ids.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task AddToSegmentAsync(
        int segmentId,
        IReadOnlyCollection<string> ids,
        PersonIdKind idKind = PersonIdKind.Id,
        CancellationToken cancellationToken = default);

    /// <summary>Removes people from a manual segment (v1); parameters as in <see cref="AddToSegmentAsync"/>.</summary>
    Task RemoveFromSegmentAsync(
        int segmentId,
        IReadOnlyCollection<string> ids,
        PersonIdKind idKind = PersonIdKind.Id,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// Unsubscribes whoever received a delivery, and counts it for that delivery. Sent without credentials, which
    /// Customer.io does not ask for here (Track API reference).
    /// </summary>
    Task UnsubscribeAsync(string deliveryId, CancellationToken cancellationToken = default);

    /// <summary>Asks in which region the account lives. Any region answers.</summary>
    Task<AccountRegion> GetRegionAsync(CancellationToken cancellationToken = default);

    /// <summary>Sends one operation (v2); at most 32,000 bytes of JSON.</summary>
    Task SendEntityAsync(TrackEntity entity, CancellationToken cancellationToken = default);

    /// <summary>
    /// Sends operations in one request (v2); at most 32,000 bytes of JSON an item and 500,000 in total. Customer.io
    /// does not promise to keep their order. A batch with a merge is not repeated when its outcome is unknown.
    /// </summary>
    /// <returns>Which items the server refused; it takes the others.</returns>
    Task<TrackBatchResult> SendBatchAsync(
        IReadOnlyList<TrackEntity> entities, CancellationToken cancellationToken = default);
}
