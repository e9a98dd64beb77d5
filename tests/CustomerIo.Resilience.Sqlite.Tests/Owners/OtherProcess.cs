using System.Diagnostics;
using CustomerIo.Resilience.Torture.Producing;

namespace CustomerIo.Resilience.Sqlite.Tests.Owners;

/// <summary>A real other process, not of this library, that works on a SQLite file.</summary>
internal sealed class OtherProcess : IDisposable
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private OtherProcess(Process process) => _process = process;

    /// <summary>What it said: "ready", or why it could not.</summary>
    public string Said { get; private set; } = string.Empty;

    /// <summary>Runs statements on a file and stays there.</summary>
    public static async Task<OtherProcess> StartAsync(string path, params string[] statements)
    {
        string program = typeof(OtherOwner).Assembly.Location;
        Process process = Process.Start(new ProcessStartInfo("dotnet", [program, OtherOwner.Role, path, .. statements])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        OtherProcess other = new(process);
        try
        {
            other.Said = await process.StandardOutput.ReadLineAsync().WaitAsync(Guard) ?? string.Empty;
            return other;
        }
        catch
        {
            other.Dispose();
            throw;
        }
    }

    /// <summary>Ends it as kill -9 does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
