namespace CustomerIo.Resilience.QuickStart;

/// <summary>A place for the store of a simulated run; goes when that is over.</summary>
internal sealed class StoreFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("customerio-");

    public string File => Path.Combine(_folder.FullName, "customerio.db");

    public void Dispose() => _folder.Delete(recursive: true);
}
