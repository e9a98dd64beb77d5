using CustomerIo.Resilience.Events;
using CustomerIo.Resilience.Http;
using CustomerIo.Resilience.Track;

namespace CustomerIo.Resilience.Api;

/// <inheritdoc cref="ICustomersApi" />
internal sealed class CustomersApi : ICustomersApi
{
    private const int MostAtOnce = 100;
    private const int MostPerPage = 1000;

    private readonly ApiCalls _calls;

    public CustomersApi(ApiCalls calls) => _calls = calls;

    public async Task<IReadOnlyList<PersonIdentifiers>> FindByEmailAsync(
        string email, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(email);
        Answers.FoundCustomers answer = await _calls
            .GetAsync(ApiPath.With("/v1/customers", "email", email), ApiJson.Default.FoundCustomers, cancellationToken)
            .ConfigureAwait(false);
        return answer.Results ?? [];
    }

    public async Task<CustomerProfile> GetAttributesAsync(
        PersonId person, CancellationToken cancellationToken = default)
    {
        Answers.OneCustomer answer = await _calls
            .GetAsync(ApiPath.Customer(person, "attributes"), ApiJson.Default.OneCustomer, cancellationToken)
            .ConfigureAwait(false);
        return answer.Customer ?? new CustomerProfile();
    }

    public async Task<IReadOnlyList<CustomerProfile>> GetAttributesAsync(
        IReadOnlyCollection<PersonId> people, CancellationToken cancellationToken = default)
    {
        PersonIdKind kind = RequireSameKind(people);
        JsonBuffer json = new();
        JsonFields fields = new(json);
        fields.Texts("ids"u8, people.Select(static person => person.Value));
        fields.End();
        Answers.ManyCustomers answer = await _calls
            .PostAsync(
                $"/v1/customers/attributes?id_type={WireNames.IdType(kind)}",
                json,
                Repetition.Safe,
                ApiJson.Default.ManyCustomers,
                cancellationToken)
            .ConfigureAwait(false);
        return [.. (answer.Customers ?? []).Select(static one => one.Customer).OfType<CustomerProfile>()];
    }

    public IAsyncEnumerable<PersonIdentifiers> SearchAsync(
        AudienceFilter filter, int pageSize = MostPerPage, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        int limit = Pages.Limit(pageSize, MostPerPage);
        return Pages.ReadAllAsync((start, token) => SearchPageAsync(filter, start, limit, token), cancellationToken);
    }

    public async Task<ApiPage<PersonIdentifiers>> SearchPageAsync(
        AudienceFilter filter, string? start = null, int? limit = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        JsonBuffer json = new();
        JsonFields fields = new(json);
        filter.Write(fields.Name("filter"u8));
        fields.End();
        string path = ApiPath.With("/v1/customers", "start", start);
        path = ApiPath.With(path, "limit", limit is { } count ? Pages.Limit(count, MostPerPage) : null);
        Answers.SearchedCustomers answer = await _calls
            .PostAsync(path, json, Repetition.Safe, ApiJson.Default.SearchedCustomers, cancellationToken)
            .ConfigureAwait(false);
        return new ApiPage<PersonIdentifiers>(answer.Identifiers, answer.Next);
    }

    public IAsyncEnumerable<CustomerActivity> ListActivitiesAsync(
        PersonId person, string? type = null, string? name = null, CancellationToken cancellationToken = default)
    {
        string path = ApiPath.With(ApiPath.Customer(person, "activities"), "type", type);
        path = ApiPath.With(ApiPath.With(path, "name", name), "limit", 100);
        return Pages.ReadAllAsync(
            async (start, token) =>
            {
                Answers.Activities answer = await _calls
                    .GetAsync(ApiPath.With(path, "start", start), ApiJson.Default.Activities, token)
                    .ConfigureAwait(false);
                return new ApiPage<CustomerActivity>(answer.Items, answer.Next);
            },
            cancellationToken);
    }

    public IAsyncEnumerable<CustomerMessage> ListMessagesAsync(
        PersonId person,
        DateTimeOffset? from = null,
        DateTimeOffset? to = null,
        CancellationToken cancellationToken = default)
    {
        string path = ApiPath.With(ApiPath.Customer(person, "messages"), "start_ts", from?.ToUnixTimeSeconds());
        path = ApiPath.With(ApiPath.With(path, "end_ts", to?.ToUnixTimeSeconds()), "limit", MostPerPage);
        return Pages.ReadAllAsync(
            async (start, token) =>
            {
                Answers.Messages answer = await _calls
                    .GetAsync(ApiPath.With(path, "start", start), ApiJson.Default.Messages, token)
                    .ConfigureAwait(false);
                return new ApiPage<CustomerMessage>(answer.Items, answer.Next);
            },
            cancellationToken);
    }

    public IAsyncEnumerable<CustomerRelationship> ListRelationshipsAsync(
        PersonId person, CancellationToken cancellationToken = default)
    {
        string path = ApiPath.Customer(person, "relationships");
        return Pages.ReadAllAsync(
            async (start, token) =>
            {
                Answers.Relationships answer = await _calls
                    .GetAsync(ApiPath.With(path, "start", start), ApiJson.Default.Relationships, token)
                    .ConfigureAwait(false);
                return new ApiPage<CustomerRelationship>(answer.Items, answer.Next);
            },
            cancellationToken);
    }

    public async Task<IReadOnlyList<Segment>> GetSegmentsAsync(
        PersonId person, CancellationToken cancellationToken = default)
    {
        Answers.ManySegments answer = await _calls
            .GetAsync(ApiPath.Customer(person, "segments"), ApiJson.Default.ManySegments, cancellationToken)
            .ConfigureAwait(false);
        return answer.Segments ?? [];
    }

    public async Task<SubscriptionPreferences> GetSubscriptionPreferencesAsync(
        PersonId person, string? language = null, CancellationToken cancellationToken = default)
    {
        string path = ApiPath.With(ApiPath.Customer(person, "subscription_preferences"), "language", language);
        Answers.Preferences answer = await _calls
            .GetAsync(path, ApiJson.Default.Preferences, cancellationToken)
            .ConfigureAwait(false);
        return answer.Customer ?? new SubscriptionPreferences();
    }

    private static PersonIdKind RequireSameKind(IReadOnlyCollection<PersonId> people)
    {
        Limits.Require(Limits.CheckNotEmpty(people), nameof(people));
        if (people.Count > MostAtOnce)
        {
            throw new ArgumentException(
                $"{people.Count} people were given; Customer.io takes {MostAtOnce} at once. Split them.",
                nameof(people));
        }

        PersonIdKind kind = people.First().Kind;
        foreach (PersonId person in people)
        {
            Limits.Require(Limits.CheckPerson(person), nameof(people));
            if (person.Kind != kind)
            {
                throw new ArgumentException(
                    $"People by {kind} and by {person.Kind} cannot be asked for together. Ask for each kind by itself.",
                    nameof(people));
            }
        }

        return kind;
    }
}
