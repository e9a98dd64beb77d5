using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using CustomerIo.Resilience.AspNetCore.Webhooks;
using CustomerIo.Resilience.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CustomerIo.Resilience.AspNetCore.Tests.Webhooks.Support;

/// <summary>An application with a webhook, on a port of its own, with a clock that moves only when told.</summary>
internal sealed class WebhookApp : IAsyncDisposable
{
    public const string Path = "/webhooks/customerio";
    public const string Secret = "a-signing-secret";

    private readonly WebApplication _app;

    private WebhookApp(WebApplication app, FakeTime time, HostLog log)
    {
        _app = app;
        Time = time;
        Log = log;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public FakeTime Time { get; }

    public HostLog Log { get; }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public WebhookQueue Queue => Services.GetRequiredService<WebhookServices>().Queue;

    public static Task<WebhookApp> StartAsync(
        Func<CustomerIoWebhookEvent, CancellationToken, Task> handler,
        Action<CustomerIoWebhookOptions>? configure = null) =>
        StartAsync(app => app.MapCustomerIoWebhook(Path, handler), configure);

    public static async Task<WebhookApp> StartAsync(
        Action<WebApplication> map,
        Action<CustomerIoWebhookOptions>? configure = null,
        Action<WebApplicationBuilder>? more = null)
    {
        FakeTime time = new();
        HostLog log = new();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddProvider(log).SetMinimumLevel(LogLevel.Trace);
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddCustomerIoWebhooks(options =>
        {
            options.SigningSecrets.Add(Secret);
            configure?.Invoke(options);
        });
        more?.Invoke(builder);
        WebApplication app = builder.Build();
        map(app);
        await app.StartAsync();
        return new WebhookApp(app, time, log);
    }

    /// <summary>A request as Customer.io sends it.</summary>
    public HttpRequestMessage Signed(
        string body, string secret = Secret, TimeSpan age = default, string? path = null, string? signedBody = null)
    {
        DateTimeOffset sent = Time.GetUtcNow() - age;
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        HttpRequestMessage request = new(HttpMethod.Post, path ?? Path) { Content = new ByteArrayContent(bytes) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add(
            CustomerIoWebhookSignature.TimestampHeader,
            sent.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(
            CustomerIoWebhookSignature.SignatureHeader,
            CustomerIoWebhookSignature.Create(sent, Encoding.UTF8.GetBytes(signedBody ?? body), secret));
        return request;
    }

    public async Task<HttpStatusCode> SendAsync(HttpRequestMessage request)
    {
        using HttpResponseMessage response = await Client.SendAsync(request).WaitAsync(Eventually.Limit);
        return response.StatusCode;
    }

    public Task<HttpStatusCode> PostAsync(string body) => SendAsync(Signed(body));

    /// <summary>
    /// Moves the clock on to the time to answer of every request that waits, until all answers are there.
    /// </summary>
    public async Task<T> AfterWaitingAsync<T>(Task<T> answers)
    {
        await Eventually.UntilAsync(
            () => answers.IsCompleted,
            () =>
            {
                if (Time.NextTimer is { } next && next <= TimeSpan.FromSeconds(2))
                {
                    Time.Advance(next);
                }
            });
        return await answers;
    }

    public Task StopAsync(CancellationToken cancellationToken = default) => _app.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        using CancellationTokenSource now = new();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}
