namespace CustomerIo.Resilience.Sqlite.Tests.Support;

/// <summary>A folder that goes with the test.</summary>
public sealed class TempFolder : IDisposable
{
    private int _files;

    public string Root { get; } = Directory.CreateTempSubdirectory("customerio-").FullName;

    public string NewFile() => Path.Combine(Root, $"store-{Interlocked.Increment(ref _files)}.db");

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
