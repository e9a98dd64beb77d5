using System.Diagnostics;

namespace CustomerIo.Resilience.Packaging.Tests.Support;

/// <summary>Runs programs to their end, without what the running test host has put into the environment.</summary>
internal static class DotNet
{
    private static readonly string[] Inherited = ["MSBUILD", "VSTEST", "COREHOST", "DOTNET_STARTUP", "TESTINGPLATFORM"];

    /// <summary>Runs the dotnet command; gives its output, and throws with it when the command fails.</summary>
    public static Task<string> RunAsync(string directory, params string[] arguments) =>
        RunProgramAsync(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", directory, arguments);

    /// <inheritdoc cref="RunAsync"/>
    public static async Task<string> RunProgramAsync(string program, string directory, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = directory,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string name in start.Environment.Keys
            .Where(name => Inherited.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))).ToArray())
        {
            start.Environment.Remove(name);
        }

        // No build server stays behind.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["DOTNET_NOLOGO"] = "1";
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        string text = await output + await errors;
        return process.ExitCode == 0
            ? text
            : throw new InvalidOperationException(
                $"{Path.GetFileName(program)} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{text}");
    }
}
