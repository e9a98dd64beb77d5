using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Tests.Support;
using CustomerIo.Resilience.Tests.Shared;

namespace CustomerIo.Resilience.Sqlite.Tests.Versions;

public sealed class GoldenFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_of_version_2_is_read_exactly()
    {
        string path = _folder.NewFile();
        await WriteWhereToldAsync();
        File.Copy(GoldenFile.Path, path);
        StoreKit kit = new(path);
        await using SqliteFallbackStore store = await kit.OpenAsync();

        kit.Contents.Lanes.ShouldBe([new(0, 2, 1, 4), new(1, 2, 2, long.MaxValue - 1), new(2, 1, 6, 6)]);
        (kit.Contents.Parked, kit.Contents.NewestPosition).ShouldBe((3, long.MaxValue - 1));
        kit.Contents.HeldKeys.OrderBy(static held => held.Key, StringComparer.Ordinal).ShouldBe(
            [new(Sample.Key(0, 1), 1, 0, 9, 9), new(Sample.Key(1, 2), 1, 1, 8, 0), new(Sample.Key(2, 3), 2, 0, 8, 0)]);
        store.GetStatistics().ShouldBe(new StoreStatistics(
            8,
            GoldenFile.Operations.Sum(static operation => operation.Payload.Length),
            GoldenFile.Operations[0].OccurredAt,
            3,
            2));
        IReadOnlyList<DeadLetter> letters = await StoreKit.ListAsync(store);
        GoldenFile.Text(await kit.DrainAsync(store), letters).ShouldBe(GoldenFile.Text(
            GoldenFile.Operations, GoldenFile.DeadLetters.Select(static (letter, index) => letter.With(letter.Operation, index + 1))));
        store.GetStatistics().Count.ShouldBe(0);
        kit.SetAside.ShouldBeEmpty();
    }

    private async Task WriteWhereToldAsync()
    {
        if (!GoldenFile.IsToBeWritten)
        {
            return;
        }

        StoreKit kit = new(_folder.NewFile());
        await using (SqliteFallbackStore store = await kit.OpenAsync())
        {
            await store.AppendAsync(GoldenFile.Operations, default);
            await StoreKit.BuryAsync(store, GoldenFile.DeadLetters);
        }

        string golden = RepositoryFolder.Combine("tests", "CustomerIo.Resilience.Sqlite.Tests", "Golden", "v2.db");
        Directory.CreateDirectory(Path.GetDirectoryName(golden)!);
        File.Copy(kit.Path, golden, overwrite: true);
        Directory.CreateDirectory(Path.GetDirectoryName(GoldenFile.Path)!);
        File.Copy(kit.Path, GoldenFile.Path, overwrite: true);
    }
}
