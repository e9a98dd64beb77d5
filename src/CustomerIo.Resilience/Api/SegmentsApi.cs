using CustomerIo.Resilience.Events;
using CustomerIo.Resilience.Http;
using CustomerIo.Resilience.Track;

namespace CustomerIo.Resilience.Api;

/// <inheritdoc cref="ISegmentsApi" />
internal sealed class SegmentsApi : ISegmentsApi
{
    private readonly ApiCalls _calls;

    public SegmentsApi(ApiCalls calls) => _calls = calls;

    public async Task<IReadOnlyList<Segment>> ListAsync(CancellationToken cancellationToken = default)
    {
        Answers.ManySegments answer = await _calls
            .GetAsync("/v1/segments", ApiJson.Default.ManySegments, cancellationToken)
            .ConfigureAwait(false);
        return answer.Segments ?? [];
    }

    public async Task<Segment> CreateAsync(
        string name, string? description = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        JsonBuffer json = new();
        JsonFields fields = new(json);
        JsonFields segment = new(fields.Name("segment"u8));
        segment.Text("name"u8, name);
        segment.Text("description"u8, description);
        segment.End();
        fields.End();
        Answers.OneSegment answer = await _calls
            .PostAsync("/v1/segments", json, Repetition.OnlyIfNotTaken, ApiJson.Default.OneSegment, cancellationToken)
            .ConfigureAwait(false);
        return answer.Segment ?? new Segment();
    }

    public async Task<Segment> GetAsync(long segmentId, CancellationToken cancellationToken = default)
    {
        Answers.OneSegment answer = await _calls
            .GetAsync(ApiPath.Of($"/v1/segments/{segmentId}"), ApiJson.Default.OneSegment, cancellationToken)
            .ConfigureAwait(false);
        return answer.Segment ?? new Segment();
    }

    public Task DeleteAsync(long segmentId, CancellationToken cancellationToken = default) =>
        _calls.CallAsync(
            new HttpCall(ApiSurface.App, HttpMethod.Delete, ApiPath.Of($"/v1/segments/{segmentId}")),
            cancellationToken);

    public async Task<long> GetCustomerCountAsync(long segmentId, CancellationToken cancellationToken = default)
    {
        Answers.SegmentCount answer = await _calls
            .GetAsync(
                ApiPath.Of($"/v1/segments/{segmentId}/customer_count"), ApiJson.Default.SegmentCount, cancellationToken)
            .ConfigureAwait(false);
        return answer.Count ?? 0;
    }

    public IAsyncEnumerable<PersonIdentifiers> ListMembersAsync(
        long segmentId, int pageSize = 1000, CancellationToken cancellationToken = default)
    {
        string path = ApiPath.With(
            ApiPath.Of($"/v1/segments/{segmentId}/membership"), "limit", Pages.Limit(pageSize, most: 30_000));
        return Pages.ReadAllAsync(
            async (start, token) =>
            {
                Answers.SearchedCustomers answer = await _calls
                    .GetAsync(ApiPath.With(path, "start", start), ApiJson.Default.SearchedCustomers, token)
                    .ConfigureAwait(false);
                return new ApiPage<PersonIdentifiers>(answer.Identifiers, answer.Next);
            },
            cancellationToken);
    }

    public async Task<SegmentUsage> GetUsedByAsync(long segmentId, CancellationToken cancellationToken = default)
    {
        Answers.UsedBy answer = await _calls
            .GetAsync(ApiPath.Of($"/v1/segments/{segmentId}/used_by"), ApiJson.Default.UsedBy, cancellationToken)
            .ConfigureAwait(false);
        return answer.Usage ?? new SegmentUsage();
    }
}
