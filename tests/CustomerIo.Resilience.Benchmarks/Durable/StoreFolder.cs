namespace CustomerIo.Resilience.Benchmarks.Durable;

/// <summary>A folder for the files of one measurement.</summary>
internal sealed class StoreFolder(string parent) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateDirectory(
        Path.Combine(parent, $"customerio-benchmark-{Environment.ProcessId}-{Guid.NewGuid():N}"));

    private int _files;

    public string NewFile() => Path.Combine(_folder.FullName, $"store-{++_files}.db");

    public void Dispose() => _folder.Delete(recursive: true);
}
