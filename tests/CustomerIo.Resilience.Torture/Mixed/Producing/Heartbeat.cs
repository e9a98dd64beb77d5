namespace CustomerIo.Resilience.Torture.Mixed.Producing;

/// <summary>
/// Operations that are nobody's, on both paths: without others that succeed, and that make up for the outages of the last ten
/// minutes, the library gives up nothing.
/// </summary>
internal sealed class Heartbeat : IAsyncDisposable
{
    private const int Hearts = 8;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);

    private readonly CancellationTokenSource _end = new();
    private readonly Task _beating;

    public Heartbeat(MixedHost host) => _beating = Task.WhenAll(Enumerable.Range(0, Hearts).Select(heart => Task.Run(() => BeatAsync(host, heart))));

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _beating;
        _end.Dispose();
    }

    private async Task BeatAsync(MixedHost host, int heart)
    {
        while (!_end.IsCancellationRequested)
        {
            await host.Client.TrackAsync($"w{heart}", "beat");
            await host.Client.TrackAnonymousAsync($"v{heart}", "beat");
            await Task.Delay(Interval, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
