using System.Globalization;
using CustomerIo.Resilience.Events;
using CustomerIo.Resilience.Http;
using CustomerIo.Resilience.Track;

namespace CustomerIo.Resilience;

/// <inheritdoc cref="ITrackClient" />
public sealed class TrackClient : ITrackClient
{
    private readonly TrackCalls _calls;
    private readonly IUlidSource _ids;

    internal TrackClient(ICustomerIoHttp http, IUlidSource ids)
    {
        _calls = new TrackCalls(http);
        _ids = ids;
    }

    /// <inheritdoc />
    public Task IdentifyAsync(
        PersonId person, Dictionary<string, object?> attributes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(attributes);
        Limits.Require(Limits.CheckAttributes(attributes), nameof(attributes));
        JsonBuffer json = new();
        AttributeWriter.WriteObject(json, attributes);
        return _calls.SendAsync(HttpMethod.Put, TrackPaths.Person(person), json, cancellationToken);
    }

    /// <inheritdoc />
    public Task DeleteAsync(PersonId person, CancellationToken cancellationToken = default) =>
        _calls.SendAsync(HttpMethod.Delete, TrackPaths.Person(person), body: null, cancellationToken);

    /// <inheritdoc />
    public Task SuppressAsync(PersonId person, CancellationToken cancellationToken = default) =>
        _calls.SendAsync(HttpMethod.Post, $"{TrackPaths.Person(person)}/suppress", body: null, cancellationToken);

    /// <inheritdoc />
    public Task UnsuppressAsync(PersonId person, CancellationToken cancellationToken = default) =>
        _calls.SendAsync(HttpMethod.Post, $"{TrackPaths.Person(person)}/unsuppress", body: null, cancellationToken);

    /// <inheritdoc />
    public Task AddDeviceAsync(PersonId person, Device device, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(device);
        JsonBuffer json = new();
        JsonFields fields = new(json);
        device.Write(fields.Name("device"u8), "id"u8);
        fields.End();
        return _calls.SendAsync(HttpMethod.Put, $"{TrackPaths.Person(person)}/devices", json, cancellationToken);
    }

    /// <inheritdoc />
    public Task DeleteDeviceAsync(PersonId person, string deviceToken, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(deviceToken);
        string path = $"{TrackPaths.Person(person)}/devices/{PathSegment.Escape(deviceToken, nameof(deviceToken))}";
        return _calls.SendAsync(HttpMethod.Delete, path, body: null, cancellationToken);
    }

    /// <inheritdoc />
    public Task<Ulid> TrackAsync(PersonId person, TrackEvent trackEvent, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(trackEvent);
        string path = $"{TrackPaths.Person(person)}/events";
        if (trackEvent.Id is { } id)
        {
            Limits.Require(Limits.CheckEventId(id, person), nameof(trackEvent));
        }

        return SendEventAsync(path, trackEvent, cancellationToken);
    }

    /// <inheritdoc />
    public Task<Ulid> TrackAnonymousAsync(TrackEvent trackEvent, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(trackEvent);
        return SendEventAsync("/api/v1/events", trackEvent, cancellationToken);
    }

    /// <inheritdoc />
    public Task MergeAsync(PersonId primary, PersonId secondary, CancellationToken cancellationToken = default)
    {
        Limits.Require(Limits.CheckPerson(primary), nameof(primary));
        Limits.Require(Limits.CheckMerge(primary, secondary), nameof(secondary));
        JsonBuffer json = new();
        JsonFields fields = new(json);
        fields.Person("primary"u8, primary);
        fields.Person("secondary"u8, secondary);
        fields.End();
        return _calls.SendAsync(
            HttpMethod.Post, "/api/v1/merge_customers", json, cancellationToken, Repetition.OnlyIfNotTaken);
    }

    /// <inheritdoc />
    public Task SubmitFormAsync(
        string formId,
        PersonId person,
        IReadOnlyDictionary<string, string> fields,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(formId);
        string path = $"/api/v1/forms/{PathSegment.Escape(formId, nameof(formId))}/submit";
        JsonBuffer json = TrackBodies.Form(person, fields);
        return _calls.SendAsync(HttpMethod.Post, path, json, cancellationToken, Repetition.OnlyIfNotTaken);
    }

    /// <inheritdoc />
    public Task ReportMetricAsync(DeliveryMetric metric, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(metric);
        JsonBuffer json = new();
        metric.Write(json);
        return _calls.SendAsync(HttpMethod.Post, "/api/v1/metrics", json, cancellationToken);
    }

    /// <inheritdoc />
    public Task ReportPushEventAsync(PushEvent pushEvent, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pushEvent);
        JsonBuffer json = new();
        pushEvent.Write(json);
        return _calls.SendAsync(HttpMethod.Post, "/api/v1/push/events", json, cancellationToken);
    }

    /// <inheritdoc />
    public Task AddToSegmentAsync(
        int segmentId,
        IReadOnlyCollection<string> ids,
        PersonIdKind idKind = PersonIdKind.Id,
        CancellationToken cancellationToken = default) =>
        ChangeSegmentAsync(segmentId, "add_customers", ids, idKind, cancellationToken);

    /// <inheritdoc />
    public Task RemoveFromSegmentAsync(
        int segmentId,
        IReadOnlyCollection<string> ids,
        PersonIdKind idKind = PersonIdKind.Id,
        CancellationToken cancellationToken = default) =>
        ChangeSegmentAsync(segmentId, "remove_customers", ids, idKind, cancellationToken);

    /// <inheritdoc />
    public Task UnsubscribeAsync(string deliveryId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(deliveryId);
        string path = $"/unsubscribe/{PathSegment.Escape(deliveryId, nameof(deliveryId))}";
        JsonBuffer json = new();
        json.WriteRaw("{\"unsubscribe\":true}"u8);
        HttpCall call = new(ApiSurface.Track, HttpMethod.Post, path, json.WrittenMemory, IsPublic: true);
        return _calls.SendAsync(call, cancellationToken);
    }

    /// <inheritdoc />
    public Task<AccountRegion> GetRegionAsync(CancellationToken cancellationToken = default) =>
        _calls.GetRegionAsync(cancellationToken);

    /// <inheritdoc />
    public Task SendEntityAsync(TrackEntity entity, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entity);
        JsonBuffer json = TrackBodies.Entity(entity, _ids);
        Repetition repetition = entity.Converges ? Repetition.Safe : Repetition.OnlyIfNotTaken;
        return _calls.SendAsync(HttpMethod.Post, "/api/v2/entity", json, cancellationToken, repetition);
    }

    /// <inheritdoc />
    public Task<TrackBatchResult> SendBatchAsync(
        IReadOnlyList<TrackEntity> entities, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entities);
        JsonBuffer json = TrackBodies.Batch(entities, _ids);
        Repetition repetition = entities.All(static entity => entity.Converges)
            ? Repetition.Safe
            : Repetition.OnlyIfNotTaken;
        return _calls.SendBatchAsync(entities.Count, json, repetition, cancellationToken);
    }

    private async Task<Ulid> SendEventAsync(string path, TrackEvent trackEvent, CancellationToken cancellationToken)
    {
        Limits.Require(Limits.CheckTimestamp(trackEvent.Timestamp), nameof(trackEvent));
        Ulid id = trackEvent.Id ?? _ids.Next();
        JsonBuffer json = new();
        trackEvent.Write(json, id);
        await _calls.SendAsync(HttpMethod.Post, path, json, cancellationToken).ConfigureAwait(false);
        return id;
    }

    private Task ChangeSegmentAsync(
        int segmentId,
        string change,
        IReadOnlyCollection<string> ids,
        PersonIdKind idKind,
        CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(segmentId);
        ArgumentNullException.ThrowIfNull(ids);
        Limits.Require(Limits.CheckSegmentIds(ids.Count), nameof(ids));
        JsonBuffer json = new();
        JsonFields fields = new(json);
        fields.Texts("ids"u8, ids);
        fields.End();
        string path = string.Create(
            CultureInfo.InvariantCulture, $"/api/v1/segments/{segmentId}/{change}?id_type={WireNames.IdType(idKind)}");
        return _calls.SendAsync(HttpMethod.Post, path, json, cancellationToken);
    }
}
