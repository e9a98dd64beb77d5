using System.Diagnostics;

namespace CustomerIo.Resilience.Samples.Tests.Support;

/// <summary>
/// Debian's packages, installed where that is allowed: by root, with apt-get. One process at a time installs, and in bounded
/// time.
/// </summary>
internal sealed class AptGet
{
    private const string Place = "/usr/bin/apt-get";

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);

    /// <summary>How it is started: a program and its first arguments; empty where there is none.</summary>
    public IReadOnlyList<string> Program { get; init; } = File.Exists(Place) ? [Place] : [];

    public bool IsRoot { get; init; } = Environment.IsPrivilegedProcess;

    /// <summary>For everything together: waiting for another process, the lists of packages, the package.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Held by the process that installs.</summary>
    public string LockFile { get; init; } = "/run/customerio-resilience-tests.lock";

    /// <summary>What somebody types to install a package.</summary>
    public static string Command(string package) =>
        $"apt-get update && apt-get install --yes --no-install-recommends {package}";

    /// <summary>Installs a package, unless another process has done so meanwhile.</summary>
    /// <returns>Null when it is there, otherwise why it is not.</returns>
    public async Task<string?> InstallAsync(string package, Func<bool> isThere)
    {
        if (Program.Count == 0)
        {
            return "there is no apt-get";
        }

        if (!IsRoot)
        {
            return "only root may install it";
        }

        using CancellationTokenSource late = new(Patience);
        try
        {
            await using FileStream held = await HoldAsync(late.Token);
            if (isThere())
            {
                return null;
            }

            TestContext.Current.SendDiagnosticMessage(Command(package));
            return await RunAsync(late.Token, "update")
                ?? await RunAsync(late.Token, "install", "--yes", "--no-install-recommends", package)
                ?? (isThere() ? null : "apt-get put it into an unknown place");
        }
        catch (OperationCanceledException)
        {
            return $"apt-get took longer than {Patience.TotalMinutes:0} minutes";
        }
    }

    private async Task<FileStream> HoldAsync(CancellationToken late)
    {
        while (true)
        {
            try
            {
                return new FileStream(LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(LockFile))
            {
                await Task.Delay(LookAgain, late);
            }
        }
    }

    private async Task<string?> RunAsync(CancellationToken late, params string[] arguments)
    {
        ProcessStartInfo start = new(Program[0], [.. Program.Skip(1), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        Task<string> errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(late);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }

        string said = (await output + await errors).TrimEnd();
        return process.ExitCode == 0 ? null : $"apt-get {arguments[0]} failed: {said[(said.LastIndexOf('\n') + 1)..]}";
    }
}
