namespace CustomerIo.Resilience.Packaging.Tests.Packages;

/// <summary>The tests of the packages: one after the other, for each keeps the whole machine busy.</summary>
[CollectionDefinition(Name)]
public sealed class PackageCollection : ICollectionFixture<PackedPackages>
{
    public const string Name = "packages";
}
