namespace CustomerIo.Resilience;

/// <summary>
/// Sends people, events, devices and objects to Customer.io so that nothing is lost. Awaiting a call waits until Customer.io
/// has it, or, while Customer.io cannot take it, until the fallback store has it. Calls about one person reach Customer.io in
/// the order they were made.
/// <para>
/// No method throws because Customer.io is down. They throw <see cref="ArgumentException"/> for arguments that are missing or
/// of a type that has no JSON form, and <see cref="OperationCanceledException"/> when the caller's token fires; cancelling
/// stops the waiting, not an operation that was already accepted. What breaks a limit of Customer.io, such as the length of a
/// name, comes back as <see cref="DeliveryStatus.Rejected"/> with <see cref="RejectionReason.Invalid"/>.
/// </para>
/// <para>Meant to be called, not implemented outside of tests: members may be added.</para>
/// </summary>
public interface ICustomerIoClient
{
    /// <summary>Adds a person, or updates attributes of one.</summary>
    /// <param name="person">The person.</param>
    /// <param name="attributes">At most 300; names of at most 150, texts of at most 1,000 bytes of UTF-8.</param>
    /// <param name="options">A time other than now, or an update of existing people only.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    Task<DeliveryResult> IdentifyAsync(
        PersonId person,
        Dictionary<string, object?>? attributes = null,
        IdentifyOptions options = default,
        CancellationToken cancellationToken = default);

    /// <summary>Adds a person, or updates attributes of one, whose names and types were known to the compiler.</summary>
    /// <param name="person">The person.</param>
    /// <param name="attributes">
    /// A type with <see cref="CustomerIoAttributesAttribute"/>. Members that are <see langword="null"/> are left out; texts have
    /// at most 1,000 bytes of UTF-8.
    /// </param>
    /// <param name="options">A time other than now, or an update of existing people only.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    Task<DeliveryResult> IdentifyAsync<TAttributes>(
        PersonId person,
        TAttributes attributes,
        IdentifyOptions options = default,
        CancellationToken cancellationToken = default)
        where TAttributes : ICustomerIoAttributes<TAttributes>;

    /// <summary>Reports an event of a person, whose name and members were known to the compiler.</summary>
    /// <param name="person">The person.</param>
    /// <param name="data">A type with <see cref="CustomerIoEventAttribute"/>; with everything else at most 32,000 bytes of JSON.</param>
    /// <param name="options">A time other than now, an idempotency key, or an id of your own.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    Task<DeliveryResult> TrackAsync<TEvent>(
        PersonId person, TEvent data, EventOptions options = default, CancellationToken cancellationToken = default)
        where TEvent : ICustomerIoEvent<TEvent>;

    /// <summary>Reports an event of a person.</summary>
    /// <param name="person">The person.</param>
    /// <param name="name">The event's name; at most 100 bytes of UTF-8.</param>
    /// <param name="data">What the event carries; with everything else at most 32,000 bytes of JSON.</param>
    /// <param name="options">A time other than now, an idempotency key, or an id of your own.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    Task<DeliveryResult> TrackAsync(
        PersonId person,
        string name,
        Dictionary<string, object?>? data = null,
        EventOptions options = default,
        CancellationToken cancellationToken = default);

    /// <summary>Reports that a person viewed a page.</summary>
    /// <param name="person">The person.</param>
    /// <param name="name">The page's name or URL; at most 100 bytes of UTF-8.</param>
    /// <param name="data">Such as <c>path</c>, <c>referrer</c>, <c>title</c>.</param>
    /// <param name="options">A time other than now, an idempotency key, or an id of your own.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    Task<DeliveryResult> PageAsync(
        PersonId person,
        string name,
        Dictionary<string, object?>? data = null,
        EventOptions options = default,
        CancellationToken cancellationToken = default);

    /// <summary>Reports that a person viewed a screen of a mobile application.</summary>
    /// <param name="person">The person.</param>
    /// <param name="name">The screen's name; at most 100 bytes of UTF-8.</param>
    /// <param name="data">What the view carries.</param>
    /// <param name="options">A time other than now, an idempotency key, or an id of your own.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    Task<DeliveryResult> ScreenAsync(
        PersonId person,
        string name,
        Dictionary<string, object?>? data = null,
        EventOptions options = default,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// Reports an event of somebody not yet known. Customer.io can give it to the person who later identifies with the same
    /// anonymous id, up to 30 days back (Track API reference).
    /// </summary>
    /// <param name="anonymousId">Your id of the visitor.</param>
    /// <param name="name">The event's name; at most 100 bytes of UTF-8.</param>
    /// <param name="data">What the event carries.</param>
    /// <param name="options">A time other than now, an idempotency key, or an id of your own.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    Task<DeliveryResult> TrackAnonymousAsync(
        string anonymousId,
        string name,
        Dictionary<string, object?>? data = null,
        EventOptions options = default,
        CancellationToken cancellationToken = default);

    /// <inheritdoc cref="TrackAnonymousAsync(string, string, Dictionary{string, object?}?, EventOptions, CancellationToken)"/>
    /// <param name="anonymousId">Your id of the visitor.</param>
    /// <param name="data">A type with <see cref="CustomerIoEventAttribute"/>.</param>
    /// <param name="options">A time other than now, an idempotency key, or an id of your own.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    Task<DeliveryResult> TrackAnonymousAsync<TEvent>(
        string anonymousId, TEvent data, EventOptions options = default, CancellationToken cancellationToken = default)
        where TEvent : ICustomerIoEvent<TEvent>;

    /// <summary>Adds or updates a device of a person.</summary>
    Task<DeliveryResult> AddDeviceAsync(PersonId person, Device device, CancellationToken cancellationToken = default);

    /// <summary>Removes a device of a person.</summary>
    /// <param name="person">The person.</param>
    /// <param name="token">The device's token.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    Task<DeliveryResult> DeleteDeviceAsync(PersonId person, string token, CancellationToken cancellationToken = default);

    /// <summary>
    /// Merges one person into another, for good: the secondary is deleted. Earlier calls about either are delivered before
    /// it, later ones after it.
    /// </summary>
    /// <param name="primary">The person that stays.</param>
    /// <param name="secondary">The person whose data moves.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    Task<DeliveryResult> MergeAsync(PersonId primary, PersonId secondary, CancellationToken cancellationToken = default);

    /// <summary>
    /// Deletes a person and blocks the identifier. Earlier calls about the person that still wait are dropped, and their
    /// callers told <see cref="RejectionReason.Erased"/>.
    /// </summary>
    Task<DeliveryResult> SuppressAsync(PersonId person, CancellationToken cancellationToken = default);

    /// <summary>Lifts a suppression; the data does not come back.</summary>
    Task<DeliveryResult> UnsuppressAsync(PersonId person, CancellationToken cancellationToken = default);

    /// <summary>
    /// Deletes a person; any later call about them adds them again. Earlier calls about the person that still wait are
    /// dropped, and their callers told <see cref="RejectionReason.Erased"/>.
    /// </summary>
    Task<DeliveryResult> DeleteAsync(PersonId person, CancellationToken cancellationToken = default);

    /// <summary>
    /// For a person who must not come back: <see cref="SuppressAsync"/>, because Customer.io adds a deleted person again with
    /// the next call about them, by whichever of your applications (Track API reference, <c>suppress</c>).
    /// </summary>
    Task<DeliveryResult> EraseAsync(PersonId person, CancellationToken cancellationToken = default);

    /// <summary>Adds an object, or updates attributes of one, and relates people to it.</summary>
    /// <param name="id">The object.</param>
    /// <param name="attributes">At most 300; with everything else at most 32,000 bytes of JSON.</param>
    /// <param name="people">People to relate to it; none by default.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    Task<DeliveryResult> IdentifyObjectAsync(
        ObjectId id,
        Dictionary<string, object?>? attributes = null,
        IReadOnlyList<PersonRelationship>? people = null,
        CancellationToken cancellationToken = default);

    /// <summary>Deletes an object.</summary>
    Task<DeliveryResult> DeleteObjectAsync(ObjectId id, CancellationToken cancellationToken = default);

    /// <summary>Relates a person to objects.</summary>
    Task<DeliveryResult> AddRelationshipsAsync(
        PersonId person, IReadOnlyList<ObjectRelationship> objects, CancellationToken cancellationToken = default);

    /// <summary>Ends relations of a person to objects.</summary>
    Task<DeliveryResult> DeleteRelationshipsAsync(
        PersonId person, IReadOnlyList<ObjectRelationship> objects, CancellationToken cancellationToken = default);

    /// <summary>Sends what waits in memory now, or stores it, and gives what became of it. Does not wait for the store.</summary>
    /// <param name="cancellationToken">Ends the waiting; the sending goes on.</param>
    Task<FlushResult> FlushAsync(CancellationToken cancellationToken = default);
}
