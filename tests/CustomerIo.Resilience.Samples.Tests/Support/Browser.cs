using Microsoft.Playwright;

namespace CustomerIo.Resilience.Samples.Tests.Support;

/// <summary>A real browser without a window; where none can be had, its tests are skipped and say how to get one.</summary>
public sealed class Browser : IAsyncLifetime
{
    // Nothing that reaches out to the network; and no sandbox, which needs rights that containers do not give.
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private string? _missing;

    public async ValueTask InitializeAsync()
    {
        Chromium chromium = await Chromium.GetAsync(new AptGet());
        if (chromium.Missing is { } missing)
        {
            Miss(missing);
            return;
        }

        _playwright = await Playwright.CreateAsync();
        try
        {
            _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = chromium.Path, Args = Arguments });
        }
        catch (PlaywrightException) when (chromium.Path is null)
        {
            // Downloaded, but without the libraries that only root can install.
            Miss(Chromium.Without("only root may install it").Missing!);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    /// <summary>Skips the test where there is no browser.</summary>
    public void Require() => Assert.SkipWhen(_missing is not null, _missing ?? string.Empty);

    internal async Task<WatchedPage> OpenAsync(Uri address, BrowserNewContextOptions? options = null)
    {
        IBrowserContext context = await _browser!.NewContextAsync(options);
        IPage page = await context.NewPageAsync();
        WatchedPage watched = new(page);
        await page.GotoAsync(address.ToString());
        return watched;
    }

    private void Miss(string missing)
    {
        _missing = missing;
        TestContext.Current.SendDiagnosticMessage(missing);
    }
}
