using System.IO.Compression;

namespace CustomerIo.Resilience.Packaging.Tests.Packages;

/// <summary>The documented commands, where nothing was built before. The release's made the packages of the other tests.</summary>
[Collection(PackageCollection.Name)]
public sealed class PackCommandTests
{
    [Fact]
    public async Task A_clean_clone_packs_the_library_alone_with_its_generators()
    {
        using CleanCopy clone = CleanCopy.Make();

        await clone.RunAsync(PackCommands.Documented, onBuildServer: false);

        string file = Directory.GetFiles(clone.Packages, "*.nupkg").ShouldHaveSingleItem();
        Path.GetFileName(file).ShouldStartWith("CustomerIo.Resilience.0");
        using ZipArchive package = ZipFile.OpenRead(file);
        LibraryExtras.Of(package).ShouldBe(LibraryExtras.All);
    }
}
