using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace CustomerIo.Resilience.Samples.Tests.Support;

/// <summary>A page, and everything the browser complained of.</summary>
internal sealed class WatchedPage : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _complaints = new();

    public WatchedPage(IPage page)
    {
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                _complaints.Enqueue($"{message.Type}: {message.Text}");
            }
        };
        page.PageError += (_, error) => _complaints.Enqueue($"exception: {error}");
        page.Dialog += (_, dialog) => _complaints.Enqueue($"dialog: {dialog.Message}");
        page.Response += (_, response) =>
        {
            if (response.Status >= 400)
            {
                _complaints.Enqueue($"{response.Status}: {response.Url}");
            }
        };
    }

    public IPage Page { get; }

    public IReadOnlyCollection<string> Complaints => _complaints;

    /// <summary>Presses Tab until something with this text has the focus, as who has no mouse does.</summary>
    public async Task TabToAsync(string text)
    {
        const int Enough = 60;
        for (int press = 0; press < Enough; press++)
        {
            await Page.Keyboard.PressAsync("Tab");
            string focused = await Page.EvaluateAsync<string>("() => document.activeElement?.textContent.trim() ?? ''");
            if (string.Equals(focused, text, StringComparison.Ordinal))
            {
                return;
            }
        }

        throw new InvalidOperationException($"'{text}' cannot be reached with the Tab key.");
    }

    /// <summary>Whether one has to scroll sideways to read it.</summary>
    public async Task<bool> IsTooWideAsync() =>
        await Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > document.documentElement.clientWidth");

    public async ValueTask DisposeAsync() => await Page.Context.CloseAsync();
}
