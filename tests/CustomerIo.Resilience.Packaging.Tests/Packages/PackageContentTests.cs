using System.IO.Compression;
using System.Reflection.Metadata;
using System.Text;
using System.Xml.Linq;
using CustomerIo.Resilience.Packaging.Tests.Support;

namespace CustomerIo.Resilience.Packaging.Tests.Packages;

[Collection(PackageCollection.Name)]
[Trait("Category", "packaging")]
public sealed class PackageContentTests(PackedPackages packages)
{
    public static TheoryData<string> Names => [.. PackedPackages.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void It_holds_assembly_and_documentation_for_both_frameworks_and_the_readme(string name)
    {
        using ZipArchive package = packages.Open(name);

        string[] files = [.. package.Entries.Select(entry => entry.FullName)];

        files.ShouldContain("README.md");
        foreach (string framework in new[] { "net8.0", "net10.0" })
        {
            files.ShouldContain($"lib/{framework}/{name}.dll");
            files.ShouldContain($"lib/{framework}/{name}.xml");
        }

        files.Where(file => file.StartsWith("lib/", StringComparison.Ordinal)).Count().ShouldBe(4, string.Join(' ', files));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_has_a_package_of_symbols(string name)
    {
        using ZipArchive symbols = packages.Open(name, "snupkg");

        symbols.Entries.Select(entry => entry.FullName).Where(file => file.EndsWith(".pdb", StringComparison.Ordinal))
            .Order().ShouldBe([$"lib/net10.0/{name}.pdb", $"lib/net8.0/{name}.pdb"]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_says_what_it_is_and_under_which_licence(string name)
    {
        XElement metadata = XDocument.Parse(packages.Nuspec(name)).Root!.Elements().Single(IsNamed("metadata"));

        Text(metadata, "license").ShouldBe("MIT");
        metadata.Elements().Single(IsNamed("license")).Attribute("type")!.Value.ShouldBe("expression");
        Text(metadata, "readme").ShouldBe("README.md");
        Text(metadata, "description").Length.ShouldBeGreaterThan(40);
        Text(metadata, "tags").ShouldContain("customer.io");
        Text(metadata, "authors").ShouldNotBeEmpty();
        metadata.Elements().SingleOrDefault(IsNamed("repository"))?.Attribute("url")?.Value.ShouldStartWith("https://");
    }

    [Fact]
    public void The_library_brings_its_generator_for_old_compilers_and_code_fixes_for_new_editors()
    {
        using ZipArchive package = packages.Open("CustomerIo.Resilience");

        LibraryExtras.Of(package).ShouldBe(LibraryExtras.All);
    }

    [Fact]
    public void The_library_needs_no_web_framework_and_the_simulator_does()
    {
        packages.Nuspec("CustomerIo.Resilience").ShouldNotContain("AspNetCore");
        packages.Nuspec("CustomerIo.Resilience.Testing").ShouldContain("Microsoft.AspNetCore.App");
    }

    [Fact]
    public void The_library_brings_no_analyzer_or_test_package() => XDocument
        .Parse(packages.Nuspec("CustomerIo.Resilience"))
        .Descendants()
        .Where(element => element.Name.LocalName is "dependency")
        .Select(element => element.Attribute("id")!.Value)
        .Distinct()
        .Where(id => !id.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal))
        .Order()
        .ShouldBe(["Polly.Core", "System.Diagnostics.DiagnosticSource", "System.Text.Json"]);

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_in_it_tells_where_it_was_built(string name)
    {
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + Path.DirectorySeparatorChar;
        string[] paths = [Repository.Root, packages.MadeIn ?? Repository.Root, home];
        foreach (string extension in new[] { "nupkg", "snupkg" })
        {
            using ZipArchive package = packages.Open(name, extension);
            foreach (ZipArchiveEntry entry in package.Entries)
            {
                using MemoryStream content = new();
                entry.Open().CopyTo(content);
                foreach (string path in paths)
                {
                    content.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(path))
                        .ShouldBe(-1, $"{entry.FullName} of {name}.{extension} has {path}.");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_symbols_name_sources_by_their_place_in_the_repository(string name)
    {
        using ZipArchive package = packages.Open(name, "snupkg");
        using MemoryStream content = new();
        package.GetEntry($"lib/net8.0/{name}.pdb")!.Open().CopyTo(content);
        content.Position = 0;
        using MetadataReaderProvider provider = MetadataReaderProvider.FromPortablePdbStream(content);
        MetadataReader symbols = provider.GetMetadataReader();

        string[] sources = [.. symbols.Documents.Select(one => symbols.GetString(symbols.GetDocument(one).Name))];

        sources.ShouldNotBeEmpty();
        sources.Where(source => !source.StartsWith("/_/", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private static Func<XElement, bool> IsNamed(string name) => element => element.Name.LocalName == name;

    private static string Text(XElement metadata, string name) => metadata.Elements().Single(IsNamed(name)).Value;
}
