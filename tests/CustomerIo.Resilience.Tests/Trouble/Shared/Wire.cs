namespace CustomerIo.Resilience.Tests.Trouble.Shared;

/// <summary>
/// Between the library and its socket: knows how many requests are under way, so that a clock is not moved while the machine
/// works, and does what a server cannot do.
/// </summary>
internal sealed class Wire
{
    private int _inFlight;
    private int _held;
    private long _movements;

    /// <summary>Requests that neither have an answer nor wait for one that will not come.</summary>
    public int InFlight => Volatile.Read(ref _inFlight) - Volatile.Read(ref _held);

    /// <summary>Goes up with each request that begins or ends.</summary>
    public long Movements => Interlocked.Read(ref _movements);

    /// <summary>Requests whose effect takes place and whose answer never comes; by their bodies.</summary>
    public Func<byte[], bool>? HoldsAnswersTo { get; set; }

    /// <summary>What sending throws.</summary>
    public Func<Exception>? Throws { get; set; }

    public DelegatingHandler NewHandler() => new Handler(this);

    private sealed class Handler(Wire wire) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref wire._inFlight);
            Interlocked.Increment(ref wire._movements);
            try
            {
                return await AnswerAsync(request, cancellationToken);
            }
            finally
            {
                Interlocked.Increment(ref wire._movements);
                Interlocked.Decrement(ref wire._inFlight);
            }
        }

        private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (wire.Throws is { } failure)
            {
                throw failure();
            }

            byte[] body = wire.HoldsAnswersTo is null || request.Content is null
                ? []
                : await request.Content.ReadAsByteArrayAsync(cancellationToken);
            HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
            if (wire.HoldsAnswersTo?.Invoke(body) is not true)
            {
                return response;
            }

            response.Dispose();
            Interlocked.Increment(ref wire._held);
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
                throw new InvalidOperationException("Nothing ends this wait but its token.");
            }
            finally
            {
                Interlocked.Decrement(ref wire._held);
            }
        }
    }
}
