using System.Diagnostics;
using System.Net.Http.Json;

namespace CustomerIo.Resilience.Benchmarks.Throughput;

/// <summary>What an application writes first: an object, PostAsJsonAsync, one request for each event.</summary>
internal sealed class OnePerEventContestant(Uri server, int concurrency) : IContestant, IDisposable
{
    private readonly HttpClient _http = BareHttp.Make(server, concurrency);

    public string Name => "one_per_event";

    public async Task<long> RunAsync(TimeSpan duration)
    {
        long started = Stopwatch.GetTimestamp();
        long[] counts = await Task.WhenAll(
            Enumerable.Range(0, concurrency).Select(_ => Task.Run(() => PostAsync(started, duration))));
        return counts.Sum();
    }

    public long EventsIn(ServerCounts counts) => counts.Requests;

    public void Dispose() => _http.Dispose();

    private async Task<long> PostAsync(long started, TimeSpan duration)
    {
        long count = 0;
        for (; Stopwatch.GetElapsedTime(started) < duration; count++)
        {
            using HttpResponseMessage response = await _http.PostAsJsonAsync("/api/v2/entity", new
            {
                type = "person",
                action = "event",
                identifiers = new { id = SampleEvents.IdOf(count) },
                name = SampleEvents.Name,
                timestamp = DateTimeOffset.UtcNow.ToUnixTimeSeconds(),
                attributes = SampleEvents.MakeData(count),
            });
            response.EnsureSuccessStatusCode();
        }

        return count;
    }
}
