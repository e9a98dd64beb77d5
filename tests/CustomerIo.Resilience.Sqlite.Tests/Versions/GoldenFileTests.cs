using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Tests.Support;
using CustomerIo.Resilience.Tests.Shared;

namespace CustomerIo.Resilience.Sqlite.Tests.Versions;

public sealed class GoldenFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_of_version_1_is_read_exactly()
    {
        string path = _folder.NewFile();
        await WriteWhereToldAsync();
        File.Copy(GoldenFile.Path, path);
        StoreKit kit = new(path) { Lanes = GoldenFile.Lanes };
        await using SqliteFallbackStore store = kit.Make();

        IReadOnlyList<LaneBacklog> backlog = await store.OpenAsync(default);

        backlog.ShouldBe([new(0, 3, 1, 9), new(1, 2, 2, long.MaxValue - 1), new(2, 1, 5, 6)]);
        store.GetStatistics().ShouldBe(new StoreStatistics(
            6,
            GoldenFile.Operations.Sum(static operation => operation.Payload.Length),
            GoldenFile.Operations[0].OccurredAt,
            2));
        IReadOnlyList<DeadLetter> letters = await store.ListDeadLettersAsync(null, 10, default);
        GoldenFile.Text(await kit.DrainAsync(store), letters).ShouldBe(
            GoldenFile.Text(GoldenFile.Operations, GoldenFile.DeadLetters));
        store.GetStatistics().Count.ShouldBe(0);
        kit.SetAside.ShouldBeEmpty();
    }

    private async Task WriteWhereToldAsync()
    {
        if (!GoldenFile.IsToBeWritten)
        {
            return;
        }

        StoreKit kit = new(_folder.NewFile()) { Lanes = GoldenFile.Lanes };
        await using (SqliteFallbackStore store = await kit.OpenAsync())
        {
            foreach (IGrouping<int, Operation> lane in GoldenFile.Operations.GroupBy(static operation => operation.Lane))
            {
                await store.AppendAsync([.. lane], default);
            }

            await store.CompleteAsync(0, [], GoldenFile.DeadLetters, default);
        }

        string golden = RepositoryFolder.Combine(
            "tests", "CustomerIo.Resilience.Sqlite.Tests", "Golden", "v1.db");
        Directory.CreateDirectory(Path.GetDirectoryName(golden)!);
        File.Copy(kit.Path, golden, overwrite: true);
        Directory.CreateDirectory(Path.GetDirectoryName(GoldenFile.Path)!);
        File.Copy(kit.Path, GoldenFile.Path, overwrite: true);
    }
}
