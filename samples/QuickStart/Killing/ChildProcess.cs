using System.Diagnostics;
using System.Globalization;

namespace CustomerIo.Resilience.QuickStart.Killing;

/// <summary>This program, started once more.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process _process;

    private ChildProcess(Process process) => _process = process;

    public int ExitCode => _process.ExitCode;

    /// <param name="arguments">What the parent was asked for.</param>
    /// <param name="store">The file of the store.</param>
    /// <param name="server">The simulator of the parent.</param>
    /// <param name="answered">The lines that need not be sent again.</param>
    public static async Task<ChildProcess> StartAsync(
        Arguments arguments, string store, ServerAccess server, IEnumerable<int> answered)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };

        // Started by way of the dotnet command, the program is the first argument.
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) is "dotnet")
        {
            start.ArgumentList.Add(typeof(ChildProcess).Assembly.Location);
        }

        foreach (string argument in (string[])
            ["--child", store, "--file", arguments.File, "--seed", $"{arguments.Seed}", "--rate", $"{arguments.Rate}"])
        {
            start.ArgumentList.Add(argument);
        }

        server.WriteTo(start.Environment);
        Process process = Process.Start(start)!;
        foreach (int line in answered)
        {
            await process.StandardInput.WriteLineAsync(line.ToString(CultureInfo.InvariantCulture));
        }

        process.StandardInput.Close();
        return new ChildProcess(process);
    }

    /// <summary>A line of its output; null when it has ended.</summary>
    public Task<string?> ReadLineAsync() => _process.StandardOutput.ReadLineAsync();

    /// <summary>SIGKILL after a moment: it ends where it is, without a chance to put anything away.</summary>
    public async Task KillAsync(TimeSpan after)
    {
        await Task.Delay(after);
        _process.Kill();
    }

    public Task WaitAsync() => _process.WaitForExitAsync();

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
