namespace CustomerIo.Resilience.Api;

/// <summary>Segments. To add people to a manual one, use <see cref="ITrackClient.AddToSegmentAsync"/>.</summary>
public interface ISegmentsApi
{
    /// <summary>All segments.</summary>
    Task<IReadOnlyList<Segment>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Makes a manual segment without people. Not repeated when its outcome is unknown.</summary>
    Task<Segment> CreateAsync(
        string name, string? description = null, CancellationToken cancellationToken = default);

    /// <summary>One segment.</summary>
    Task<Segment> GetAsync(long segmentId, CancellationToken cancellationToken = default);

    /// <summary>Deletes a manual segment.</summary>
    Task DeleteAsync(long segmentId, CancellationToken cancellationToken = default);

    /// <summary>How many people are in a segment.</summary>
    Task<long> GetCustomerCountAsync(long segmentId, CancellationToken cancellationToken = default);

    /// <summary>The people in a segment, read page by page.</summary>
    /// <param name="segmentId">The segment.</param>
    /// <param name="pageSize">People a request, 1 to 30,000.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    IAsyncEnumerable<PersonIdentifiers> ListMembersAsync(
        long segmentId, int pageSize = 1000, CancellationToken cancellationToken = default);

    /// <summary>What uses a segment.</summary>
    Task<SegmentUsage> GetUsedByAsync(long segmentId, CancellationToken cancellationToken = default);
}
