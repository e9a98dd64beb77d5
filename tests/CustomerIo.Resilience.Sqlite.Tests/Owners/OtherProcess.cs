using System.Diagnostics;

namespace CustomerIo.Resilience.Sqlite.Tests.Owners;

/// <summary>A real other process, a few lines of Python, that works on a SQLite file.</summary>
internal sealed class OtherProcess : IDisposable
{
    // Says "ready" when it has done what it was started for, and ends when it is told to or its input ends.
    private const string Script =
        """
        import sqlite3, sys
        connection = sqlite3.connect(sys.argv[1], timeout=1, isolation_level=None)
        try:
            for statement in sys.argv[2:]:
                connection.execute(statement).fetchall()
            print("ready", flush=True)
        except sqlite3.Error as error:
            print(error, flush=True)
        sys.stdin.readline()
        """;

    private readonly Process _process;

    private OtherProcess(Process process) => _process = process;

    /// <summary>What it said: "ready", or why it could not.</summary>
    public string Said { get; private set; } = string.Empty;

    /// <summary>Runs statements on a file and stays there, or skips the test where there is no Python.</summary>
    public static async Task<OtherProcess> StartAsync(string path, params string[] statements)
    {
        Process? process = null;
        try
        {
            process = Process.Start(new ProcessStartInfo("python3", ["-c", Script, path, .. statements])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("A second process is made with python3, which is not here.");
        }

        return new OtherProcess(process!) { Said = await process!.StandardOutput.ReadLineAsync() ?? string.Empty };
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
