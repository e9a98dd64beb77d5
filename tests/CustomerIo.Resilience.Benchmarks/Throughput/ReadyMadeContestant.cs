using System.Diagnostics;
using System.Net.Http.Headers;

namespace CustomerIo.Resilience.Benchmarks.Throughput;

/// <summary>
/// The most that HTTP gives: bodies of full size, written beforehand, posted over and over by a bare
/// <see cref="HttpClient"/>.
/// </summary>
internal sealed class ReadyMadeContestant(Uri server, int connections) : IContestant, IDisposable
{
    private readonly HttpClient _http = BareHttp.Make(server, connections);
    private readonly byte[] _body = SampleEvents.MakeBody().Body;
    private readonly int _eventsInBody = SampleEvents.MakeBody().Count;

    public string Name { get; } = $"ready_made_{connections}";

    public async Task<long> RunAsync(TimeSpan duration)
    {
        long started = Stopwatch.GetTimestamp();
        long[] counts = await Task.WhenAll(
            Enumerable.Range(0, connections).Select(_ => Task.Run(() => PostAsync(started, duration))));
        return counts.Sum() * _eventsInBody;
    }

    public long EventsIn(ServerCounts counts) => SampleEvents.InBatches(counts);

    public void Dispose() => _http.Dispose();

    private async Task<long> PostAsync(long started, TimeSpan duration)
    {
        long count = 0;
        for (; Stopwatch.GetElapsedTime(started) < duration; count++)
        {
            using ByteArrayContent content = new(_body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using HttpResponseMessage response = await _http.PostAsync("/api/v2/batch", content);
            response.EnsureSuccessStatusCode();
        }

        return count;
    }
}
