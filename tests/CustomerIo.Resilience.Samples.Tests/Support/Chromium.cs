namespace CustomerIo.Resilience.Samples.Tests.Support;

/// <summary>
/// A Chromium for the tests: what CHROMIUM_PATH names or the machine has; where there is none, Debian's is installed, and
/// where that may not be, Playwright downloads its own.
/// </summary>
internal sealed class Chromium
{
    private const string PathVariable = "CHROMIUM_PATH";
    private const string Package = "chromium";

    private static readonly TimeSpan DownloadPatience = TimeSpan.FromMinutes(5);

    private static readonly string[] Places =
        ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable"];

    /// <summary>The program; null for the one that Playwright has downloaded.</summary>
    public string? Path { get; private init; }

    /// <summary>Why there is none, and what somebody can do about it; null where there is one.</summary>
    public string? Missing { get; private init; }

    public static async Task<Chromium> GetAsync(AptGet aptGet)
    {
        if (Find() is { } path)
        {
            return new Chromium { Path = path };
        }

        string? refusal = await aptGet.InstallAsync(Package, static () => Find() is not null);
        if (refusal is null)
        {
            return new Chromium { Path = Find() };
        }

        return await IsDownloadedAsync(aptGet.IsRoot) ? new Chromium() : Without(refusal);
    }

    /// <summary>None, for a reason.</summary>
    public static Chromium Without(string reason) => new()
    {
        Missing = $"Needs Chromium, which is not here ({reason}; Playwright's own could not be downloaded or started). "
            + $"As root: {AptGet.Command(Package)} - or set {PathVariable} to a Chromium or Chrome.",
    };

    private static string? Find() =>
        Environment.GetEnvironmentVariable(PathVariable) is { Length: > 0 } named ? named : Array.Find(Places, File.Exists);

    // Its libraries are installed by root only: for others Playwright would ask for a password.
    private static async Task<bool> IsDownloadedAsync(bool isRoot)
    {
        string[] command = isRoot ? ["install", "--with-deps", "chromium"] : ["install", "chromium"];
        Task<int> download = Task.Run(() => Microsoft.Playwright.Program.Main(command));
        await Task.WhenAny(download, Task.Delay(DownloadPatience));
        return download.IsCompletedSuccessfully && await download == 0;
    }
}
