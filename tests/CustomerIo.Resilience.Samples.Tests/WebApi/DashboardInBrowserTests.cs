using CustomerIo.Resilience.Samples.Tests.Support;
using CustomerIo.Resilience.Tests.Shared;
using Microsoft.Playwright;

namespace CustomerIo.Resilience.Samples.Tests.WebApi;

/// <summary>
/// The dashboard of the WebApi sample, as somebody uses it in an outage. With ACCEPT_PICTURES=1 the pictures go to docs,
/// otherwise to artifacts.
/// </summary>
public sealed class DashboardInBrowserTests : IClassFixture<Browser>
{
    private const string Hostile = "\"><script>window.hacked=1</script><img src=x onerror=window.hacked=1>";

    private readonly Browser _browser;

    public DashboardInBrowserTests(Browser browser)
    {
        browser.Require();
        _browser = browser;
    }

    [Fact]
    public async Task An_outage_is_watched_and_a_dead_letter_replayed_without_a_mouse_or_a_complaint()
    {
        await using Shop shop = await Shop.StartAsync();
        for (int customer = 0; customer < 20; customer++)
        {
            await shop.SignUpAsync($"customer-{customer}");
        }

        await shop.SimulatorAsync("refuse-next");
        await shop.CheckOutAsync("ada", "o-1");
        await using WatchedPage watched = await _browser.OpenAsync(new Uri(shop.Address, "/customerio"));
        IPage page = watched.Page;
        await Assertions.Expect(page.Locator("#connection")).ToHaveTextAsync("Live.");
        await Assertions.Expect(page.Locator("#health h2")).ToHaveTextAsync("Healthy");

        await shop.SimulatorAsync("stop");
        for (int customer = 0; customer < 20; customer++)
        {
            await shop.CheckOutAsync($"customer-{customer}", $"o-{customer + 2}");
        }

        LocatorAssertionsToBeVisibleOptions patient = new() { Timeout = 60_000 };
        await Assertions.Expect(page.Locator("#circuits .circuit.open")).ToBeVisibleAsync(patient);
        await Assertions.Expect(page.Locator("#health.degraded")).ToBeVisibleAsync(patient);
        await Assertions.Expect(page.Locator("#changes td").First).ToBeVisibleAsync(patient);
        await Assertions.Expect(page.Locator("#lanes .diverted").First).ToBeVisibleAsync(patient);
        await TakePicturesAsync(shop);

        await shop.SimulatorAsync("start");
        await Assertions.Expect(page.Locator("#health.healthy")).ToBeVisibleAsync(patient);

        await watched.TabToAsync("Dead letters");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Dead letters");
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);
        await watched.TabToAsync("Replay");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".notice")).ToContainTextAsync("on its way again");
        await shop.WaitUntilAsync(async () => await shop.EventsOfAsync("ada") == 1);

        watched.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Names_full_of_markup_do_nothing_and_a_payload_is_shown_when_asked_for()
    {
        await using Shop shop = await Shop.StartAsync();
        await shop.SimulatorAsync("refuse-next");
        await shop.CheckOutAsync(Hostile.Replace("\"", "\\\"", StringComparison.Ordinal), "o-1");
        await using WatchedPage watched = await _browser.OpenAsync(new Uri(shop.Address, "/customerio/dead-letters"));
        IPage page = watched.Page;

        await Assertions.Expect(page.Locator("td[data-label=Who]")).ToHaveTextAsync($"id:{Hostile}");
        await page.GetByText("Open", new() { Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("pre")).ToHaveCountAsync(0);
        await page.GetByText("Show payload").ClickAsync();
        await Assertions.Expect(page.Locator("pre")).ToContainTextAsync("checkout_completed");

        (await page.EvaluateAsync<bool>("() => 'hacked' in window")).ShouldBeFalse();
        watched.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Code_that_got_into_a_page_would_not_run()
    {
        await using Shop shop = await Shop.StartAsync();
        await using WatchedPage watched = await _browser.OpenAsync(new Uri(shop.Address, "/customerio"));

        bool ran = await watched.Page.EvaluateAsync<bool>(
            """
            () => {
              const script = document.createElement('script');
              script.textContent = 'window.ran = true';
              document.body.append(script);
              return window.ran === true;
            }
            """);

        ran.ShouldBeFalse();
        watched.Complaints.ShouldContain(static complaint => complaint.Contains("Content Security Policy"));
    }

    [Fact]
    public async Task Removing_asks_twice()
    {
        await using Shop shop = await Shop.StartAsync();
        await shop.SimulatorAsync("refuse-next");
        await shop.CheckOutAsync("ada", "o-1");
        await using WatchedPage watched = await _browser.OpenAsync(new Uri(shop.Address, "/customerio/dead-letters"));
        IPage page = watched.Page;
        await page.GetByText("Open", new() { Exact = true }).ClickAsync();

        await Assertions.Expect(page.GetByText("Remove for good")).ToBeHiddenAsync();
        await page.GetByText("Remove…").ClickAsync();
        await page.GetByText("Remove for good").ClickAsync();

        await Assertions.Expect(page.Locator(".notice")).ToHaveTextAsync("It was removed for good.");
        await Assertions.Expect(page.GetByText("There are none.")).ToBeVisibleAsync();
        watched.Complaints.ShouldBeEmpty();
    }

    private async Task TakePicturesAsync(Shop shop)
    {
        ViewportSize wide = new() { Width = 1180, Height = 900 };
        ViewportSize phone = new() { Width = 390, Height = 844 };
        await TakeAsync("dashboard-light", new() { ColorScheme = ColorScheme.Light, ViewportSize = wide });
        await TakeAsync("dashboard-dark", new() { ColorScheme = ColorScheme.Dark, ViewportSize = wide });
        await TakeAsync("dashboard-phone", new() { ColorScheme = ColorScheme.Light, ViewportSize = phone });

        async Task TakeAsync(string name, BrowserNewContextOptions options)
        {
            await using WatchedPage watched = await _browser.OpenAsync(new Uri(shop.Address, "/customerio"), options);
            await Assertions.Expect(watched.Page.Locator("#connection")).ToHaveTextAsync("Live.");
            (await watched.IsTooWideAsync()).ShouldBeFalse($"{name} cannot be read without scrolling sideways");
            await watched.Page.ScreenshotAsync(new() { Path = Path.Combine(PictureFolder(), $"{name}.png"), FullPage = true });
            watched.Complaints.ShouldBeEmpty();
        }
    }

    private static string PictureFolder() => Environment.GetEnvironmentVariable("ACCEPT_PICTURES") is "1"
        ? RepositoryFolder.Combine("docs")
        : Directory.CreateDirectory(RepositoryFolder.Combine("artifacts", "pictures")).FullName;
}
