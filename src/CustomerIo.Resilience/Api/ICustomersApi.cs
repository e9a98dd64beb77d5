namespace CustomerIo.Resilience.Api;

/// <summary>People, and what Customer.io knows of them. Methods of one person throw with
/// <see cref="CustomerIoErrorReason.NotFound"/> when there is no such person.</summary>
public interface ICustomersApi
{
    /// <summary>The people with an email address; none is an empty list.</summary>
    Task<IReadOnlyList<PersonIdentifiers>> FindByEmailAsync(
        string email, CancellationToken cancellationToken = default);

    /// <summary>A person's attributes and devices.</summary>
    Task<CustomerProfile> GetAttributesAsync(PersonId person, CancellationToken cancellationToken = default);

    /// <summary>The attributes and devices of several people; who does not exist is not in the answer.</summary>
    /// <param name="people">1 to 100 people by the same kind of identifier.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<IReadOnlyList<CustomerProfile>> GetAttributesAsync(
        IReadOnlyCollection<PersonId> people, CancellationToken cancellationToken = default);

    /// <summary>The people that a filter finds, read page by page; for very many use an export.</summary>
    /// <param name="filter">Whom to look for.</param>
    /// <param name="pageSize">People a request, 1 to 1,000.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    IAsyncEnumerable<PersonIdentifiers> SearchAsync(
        AudienceFilter filter, int pageSize = 1000, CancellationToken cancellationToken = default);

    /// <summary>One page of what <see cref="SearchAsync"/> reads.</summary>
    /// <param name="filter">Whom to look for.</param>
    /// <param name="start">
    /// Where the page starts: <see cref="ApiPage{T}.Next"/> of the one before. Default: the first.
    /// </param>
    /// <param name="limit">People a page, 1 to 1,000. Default at Customer.io: 50.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<ApiPage<PersonIdentifiers>> SearchPageAsync(
        AudienceFilter filter, string? start = null, int? limit = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// What a person did and what was done for them, newest first; Customer.io promises the last 30 days.
    /// </summary>
    /// <param name="person">The person.</param>
    /// <param name="type">One type only, such as <c>event</c>. Default: all.</param>
    /// <param name="name">One event or attribute only. Default: all.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    IAsyncEnumerable<CustomerActivity> ListActivitiesAsync(
        PersonId person, string? type = null, string? name = null, CancellationToken cancellationToken = default);

    /// <summary>The messages sent to a person.</summary>
    /// <param name="person">The person.</param>
    /// <param name="from">Made at or after this time. Default: 6 months before the end.</param>
    /// <param name="to">Made at or before this time. Default: now.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    IAsyncEnumerable<CustomerMessage> ListMessagesAsync(
        PersonId person,
        DateTimeOffset? from = null,
        DateTimeOffset? to = null,
        CancellationToken cancellationToken = default);

    /// <summary>The objects that a person is related to; pages may repeat some (App API reference).</summary>
    IAsyncEnumerable<CustomerRelationship> ListRelationshipsAsync(
        PersonId person, CancellationToken cancellationToken = default);

    /// <summary>The segments that a person is in.</summary>
    Task<IReadOnlyList<Segment>> GetSegmentsAsync(PersonId person, CancellationToken cancellationToken = default);

    /// <summary>What a person wants to hear about.</summary>
    /// <param name="person">The person.</param>
    /// <param name="language">The language of names and descriptions. Default: that of the subscription center.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<SubscriptionPreferences> GetSubscriptionPreferencesAsync(
        PersonId person, string? language = null, CancellationToken cancellationToken = default);
}
