using System.Diagnostics;

namespace CustomerIo.Resilience.Tests.Shared;

/// <summary>A built program that was run as a user runs it, with its output going into pipes, to its end.</summary>
internal sealed record FinishedProgram(int ExitCode, string Output, string Error)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public string LastLine => Output.TrimEnd('\n', '\r').Split('\n')[^1];

    /// <summary>Runs an assembly beside the tests, without credentials that this machine may have.</summary>
    public static async Task<FinishedProgram> RunAsync(string assembly, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, assembly), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = System.Text.Encoding.UTF8,
        };
        foreach (string variable in (string[])["CUSTOMERIO_SITE_ID", "CUSTOMERIO_TRACK_API_KEY", "CUSTOMERIO_APP_API_KEY"])
        {
            start.Environment.Remove(variable);
        }

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return new FinishedProgram(process.ExitCode, await output, await error);
    }
}
