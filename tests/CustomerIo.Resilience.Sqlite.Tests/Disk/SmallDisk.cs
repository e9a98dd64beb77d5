using System.ComponentModel;
using System.Diagnostics;

namespace CustomerIo.Resilience.Sqlite.Tests.Disk;

/// <summary>A real file system of a few megabytes in memory, where the system lets the test's user have one.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string root) => Root = root;

    public string Root { get; }

    /// <summary>Mounts one, or skips the test and says why.</summary>
    public static SmallDisk Mount(int megabytes)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A small file system is made with Linux's tmpfs.");
        string root = Directory.CreateTempSubdirectory("customerio-disk-").FullName;
        if (!TryRun("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", root))
        {
            Directory.Delete(root);
            Assert.Skip(
                "Needs a small file system, which only root can mount (in a container with CAP_SYS_ADMIN). "
                + "As root: dotnet test -c Release tests/CustomerIo.Resilience.Sqlite.Tests");
        }

        return new SmallDisk(root);
    }

    public void MakeReadOnly() => TryRun("mount", "-o", "remount,ro", Root).ShouldBeTrue();

    public void Dispose()
    {
        TryRun("umount", Root).ShouldBeTrue();
        Directory.Delete(Root);
    }

    private static bool TryRun(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                UseShellExecute = false,
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
