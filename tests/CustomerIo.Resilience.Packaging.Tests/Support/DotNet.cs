using System.Diagnostics;

namespace CustomerIo.Resilience.Packaging.Tests.Support;

/// <summary>Runs programs to their end, without what the running test host has put into the environment.</summary>
internal static class DotNet
{
    private static readonly string[] Inherited = ["MSBUILD", "VSTEST", "COREHOST", "DOTNET_STARTUP", "TESTINGPLATFORM"];

    private static readonly string Program = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>Runs the dotnet command; gives its output, and throws with it when the command fails.</summary>
    public static Task<string> RunAsync(string directory, params string[] arguments) =>
        RunProgramAsync(Program, directory, [], arguments);

    /// <summary>The same with environment variables.</summary>
    public static Task<string> RunAsync(string directory, Dictionary<string, string> environment, params string[] arguments) =>
        RunProgramAsync(Program, directory, environment, arguments);

    /// <summary>Runs a program; gives its output, and throws with it when it fails.</summary>
    public static Task<string> RunProgramAsync(string program, string directory, params string[] arguments) =>
        RunProgramAsync(program, directory, [], arguments);

    private static async Task<string> RunProgramAsync(
        string program, string directory, Dictionary<string, string> environment, string[] arguments)
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
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

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
