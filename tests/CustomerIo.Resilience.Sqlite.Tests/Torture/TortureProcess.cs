using System.Diagnostics;

namespace CustomerIo.Resilience.Sqlite.Tests.Torture;

/// <summary>The built program, run as a user runs it.</summary>
internal sealed record TortureProcess(int ExitCode, string Output, string Error)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public string LastLine => Output.TrimEnd('\n', '\r').Split('\n')[^1];

    public static async Task<TortureProcess> RunAsync(params string[] arguments)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "CustomerIo.Resilience.Torture.dll");
        ProcessStartInfo start = new("dotnet", [program, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
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

        return new TortureProcess(process.ExitCode, await output, await error);
    }
}
