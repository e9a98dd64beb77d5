using System.Net.Http.Json;
using System.Text.Json;

namespace CustomerIo.Resilience.Samples.Tests.Support;

/// <summary>The WebApi sample on a free port, and what a customer's browser would send to it.</summary>
internal sealed class Shop : IAsyncDisposable
{
    public const string WebhookSecret = "for-development-only";

    private readonly SampleProgram _program;
    private readonly string _folder;

    private Shop(SampleProgram program, string folder, Uri address)
    {
        _program = program;
        _folder = folder;
        Address = address;
        Http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };
    }

    public Uri Address { get; }

    public HttpClient Http { get; }

    public string Output => _program.Output;

    public static async Task<Shop> StartAsync(string environment = "Development")
    {
        string folder = Directory.CreateTempSubdirectory("customerio-shop-").FullName;
        SampleProgram program = SampleProgram.Start("WebApi", ["--urls", "http://127.0.0.1:0"], new()
        {
            ["ASPNETCORE_ENVIRONMENT"] = environment,
            ["Store__Path"] = Path.Combine(folder, "customerio.db"),
            ["CUSTOMERIO_WEBHOOK_SIGNING_SECRET"] = WebhookSecret,
        });
        string line = await program.WaitForLineAsync("Now listening on:");
        return new Shop(program, folder, new Uri(line[line.IndexOf("http", StringComparison.Ordinal)..]));
    }

    public Task<JsonElement> SignUpAsync(string id) =>
        PostAsync("/sign-up", $$"""{"id":"{{id}}","email":"{{id}}@example.com","plan":"Pro"}""");

    public Task<JsonElement> CheckOutAsync(string customer, string order) =>
        PostAsync("/checkout", $$"""{"customerId":"{{customer}}","orderId":"{{order}}","total":12.50,"items":2}""");

    public Task<JsonElement> ViewAsync(string customer, string product) =>
        PostAsync($"/products/{product}/view?customerId={customer}", string.Empty);

    public async Task SimulatorAsync(string order)
    {
        using HttpResponseMessage answer = await Http.PostAsync($"/simulator/{order}", content: null);
        answer.EnsureSuccessStatusCode();
    }

    public Task<int> EventsOfAsync(string customer) => Http.GetFromJsonAsync<int>($"/simulator/events/{customer}");

    /// <summary>Asks again and again; the deadline only ends a test that would hang.</summary>
    public async Task WaitUntilAsync(Func<Task<bool>> condition)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > TimeSpan.FromSeconds(60))
            {
                throw new TimeoutException($"It did not become true. The program said:\n{Output}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }

    public Task<int> StopAsync() => _program.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _program.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<JsonElement> PostAsync(string path, string json)
    {
        using StringContent content = new(json, System.Text.Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await Http.PostAsync(path, content);
        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.Accepted, Output);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }
}
