using CustomerIo.Resilience.Sqlite.Tests.Support;
using CustomerIo.Resilience.Tests.Trouble.Shared;

namespace CustomerIo.Resilience.Sqlite.Tests.Trouble;

/// <summary>Rows of operations that can wait for each other, with the store in a file.</summary>
public sealed class StoredChainTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("ado", Weather.Away, Durability.OnFailure)]
    [InlineData("amwdor", Weather.Well, Durability.WriteAhead)]
    [InlineData("amwdor", Weather.Away, Durability.WriteAhead)]
    [InlineData("abxmdo", Weather.Changing, Durability.WriteAhead)]
    [InlineData("amwdor", Weather.Away, Durability.OnFailure)]
    [InlineData("abxmdo", Weather.Changing, Durability.OnFailure)]
    public Task Every_row_of_three_ends_in_order(string letters, Weather weather, Durability durability) =>
        Chains.RunAsync(3, letters, weather, durability, builder => builder.UseSqliteFallback(
            _folder.NewFile(), static store => store.Synchronous = SqliteSynchronous.Normal));
}
