using CustomerIo.Resilience.Sqlite.Tests.Support;
using CustomerIo.Resilience.Tests.Trouble.Shared;

namespace CustomerIo.Resilience.Sqlite.Tests.Trouble;

/// <summary>Merges in opposite directions and in a ring, with the store in a file, before and after they are sent.</summary>
public sealed class StoredMergeTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a>b b>a", true, Durability.OnFailure)]
    [InlineData("a>b b>a", true, Durability.WriteAhead)]
    [InlineData("a>b b>a", false, Durability.WriteAhead)]
    [InlineData("a>b b>c c>a", true, Durability.WriteAhead)]
    [InlineData("a>b b>c c>a", false, Durability.WriteAhead)]
    [InlineData("a>b c>b b>a d>a a>c", true, Durability.OnFailure)]
    [InlineData("a>b c>b b>a d>a a>c", true, Durability.WriteAhead)]
    public Task Every_merge_is_sent_and_nobody_overtakes_one(string merges, bool inAnOutage, Durability durability) =>
        Merges.RunAsync(merges, inAnOutage, durability, builder => builder.UseSqliteFallback(
            _folder.NewFile(), static store => store.Synchronous = SqliteSynchronous.Normal));
}
