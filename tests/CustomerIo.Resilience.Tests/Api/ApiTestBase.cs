using System.Text;
using CustomerIo.Resilience.Http;
using CustomerIo.Resilience.Tests.Track;

namespace CustomerIo.Resilience.Tests.Api;

public abstract class ApiTestBase
{
    private protected ApiTestBase() => Client = new ApiClient(Http, Links, new FixedTime());

    private protected RecordingHttp Http { get; } = new();

    private protected FakeLinks Links { get; } = new();

    private protected ApiClient Client { get; }

    private protected void ShouldBe(
        string request, string body, ApiSurface surface = ApiSurface.App, Repetition repetition = Repetition.Safe)
    {
        HttpCall call = Http.Call;
        $"{call.Method} {call.Path}".ShouldBe(request);
        Encoding.UTF8.GetString(call.Body.Span).ShouldBe(body);
        call.Surface.ShouldBe(surface);
        call.Repetition.ShouldBe(repetition);
    }

    private protected void ShouldHaveCalled(params string[] requests) =>
        Http.Calls.Select(static call => $"{call.Method} {call.Path}").ShouldBe(requests);

    private protected static async Task<List<T>> ReadAsync<T>(IAsyncEnumerable<T> source)
    {
        List<T> items = [];
        await foreach (T item in source)
        {
            items.Add(item);
        }

        return items;
    }
}
