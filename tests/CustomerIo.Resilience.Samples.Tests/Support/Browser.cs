using Microsoft.Playwright;

namespace CustomerIo.Resilience.Samples.Tests.Support;

/// <summary>
/// A real browser without a window: the machine's Chromium, or what CHROMIUM_PATH names; where there is none, Playwright
/// downloads its own.
/// </summary>
public sealed class Browser : IAsyncLifetime
{
    private const string PathVariable = "CHROMIUM_PATH";

    private static readonly string[] Places =
        ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable"];

    // Nothing that reaches out to the network; and no sandbox, which needs rights that containers do not give.
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;

    public async ValueTask InitializeAsync()
    {
        string? path = Environment.GetEnvironmentVariable(PathVariable) ?? Places.FirstOrDefault(File.Exists);
        if (path is null && Microsoft.Playwright.Program.Main(["install", "--with-deps", "chromium"]) != 0)
        {
            throw new InvalidOperationException(
                $"There is no Chromium. Install it, or set {PathVariable} to one; Playwright could not download its own.");
        }

        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = Arguments });
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    internal async Task<WatchedPage> OpenAsync(Uri address, BrowserNewContextOptions? options = null)
    {
        IBrowserContext context = await _browser.NewContextAsync(options);
        IPage page = await context.NewPageAsync();
        WatchedPage watched = new(page);
        await page.GotoAsync(address.ToString());
        return watched;
    }
}
