namespace CustomerIo.Resilience.Sqlite.Tests.Support;

/// <summary>A folder that goes with the test.</summary>
/// <param name="inMemory">On a disk in memory, where there is one: for thousands of files whose flushes do not matter.</param>
public sealed class TempFolder(bool inMemory = false) : IDisposable
{
    private const string MemoryDisk = "/dev/shm";

    private int _files;

    public string Root { get; } = inMemory && Directory.Exists(MemoryDisk)
        ? Directory.CreateDirectory(Path.Combine(MemoryDisk, $"customerio-{Guid.NewGuid():N}")).FullName
        : Directory.CreateTempSubdirectory("customerio-").FullName;

    public string NewFile() => Path.Combine(Root, $"store-{Interlocked.Increment(ref _files)}.db");

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
