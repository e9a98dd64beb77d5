using System.Diagnostics;

namespace CustomerIo.Resilience.Tests.Shared;

/// <summary>A signal as a service manager sends it. The shell sends it: a small machine has no program for that.</summary>
internal static class Signal
{
    public static async Task TerminateAsync(int processId)
    {
        using Process shell = Process.Start("/bin/sh", ["-c", $"kill -TERM {processId}"]);
        await shell.WaitForExitAsync();
    }
}
