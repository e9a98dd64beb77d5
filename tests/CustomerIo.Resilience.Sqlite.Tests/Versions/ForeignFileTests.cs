using System.Buffers.Binary;
using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Tests.Support;
using Microsoft.Data.Sqlite;

namespace CustomerIo.Resilience.Sqlite.Tests.Versions;

public sealed class ForeignFileTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly StoreKit _kit;

    public ForeignFileTests() => _kit = new StoreKit(_folder.NewFile());

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_newer_version_is_refused_untouched()
    {
        await (await _kit.OpenAsync()).DisposeAsync();
        byte[] bytes = await File.ReadAllBytesAsync(_kit.Path);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(60), 3);
        await File.WriteAllBytesAsync(_kit.Path, bytes);

        FallbackStoreException refusal = await ShouldBeRefusedUntouchedAsync();

        refusal.Message.ShouldContain("its version is 3, this one knows up to 2");
    }

    [Fact]
    public async Task An_earlier_version_is_refused_untouched_and_the_message_says_what_to_do()
    {
        File.Copy(GoldenFile.EarlierPath, _kit.Path);

        FallbackStoreException refusal = await ShouldBeRefusedUntouchedAsync();

        refusal.Message.ShouldContain("its version is 1, this one reads 2 only");
        refusal.Message.ShouldContain("let the earlier package deliver what waits in it");
    }

    [Theory]
    [InlineData("PRAGMA application_id = 1; CREATE TABLE t (a); INSERT INTO t VALUES (1);")]
    [InlineData("PRAGMA user_version = 1; CREATE TABLE t (a); INSERT INTO t VALUES (1);")]
    [InlineData("CREATE TABLE t (a); INSERT INTO t VALUES (1);")]
    [InlineData("PRAGMA journal_mode = WAL; CREATE TABLE lanes (a);")]
    public async Task Another_applications_file_is_refused_untouched(string sql)
    {
        SQLitePCL.Batteries_V2.Init();
        await using (SqliteConnection connection = new($"Data Source={_kit.Path};Pooling=False"))
        {
            connection.Open();
            SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The test's own words.
            command.CommandText = sql;
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync();
        }

        (await ShouldBeRefusedUntouchedAsync()).Message.ShouldContain("another application");
    }

    [Theory]
    [InlineData("A text file.")]
    [InlineData("xy")]
    [InlineData("SQLite format 3\0")]
    public async Task A_file_that_is_no_database_is_set_aside_as_it_is(string text)
    {
        await File.WriteAllTextAsync(_kit.Path, text);

        await using SqliteFallbackStore store = await _kit.OpenAsync();

        (await File.ReadAllTextAsync(_kit.SetAside.Single())).ShouldBe(text);
        store.GetStatistics().Damage.ShouldBe(new StoreDamage(_kit.SetAside.Single(), null));
        (await store.AppendAsync([Sample.Operation(1)], default)).Taken.ShouldBe(1);
    }

    [Fact]
    public async Task An_empty_file_is_a_new_one()
    {
        await File.WriteAllBytesAsync(_kit.Path, []);

        await using SqliteFallbackStore store = await _kit.OpenAsync();

        (await store.AppendAsync([Sample.Operation(1)], default)).Taken.ShouldBe(1);
        store.GetStatistics().Damage.ShouldBeNull();
        _kit.SetAside.ShouldBeEmpty();
    }

    private async Task<FallbackStoreException> ShouldBeRefusedUntouchedAsync()
    {
        byte[] before = await File.ReadAllBytesAsync(_kit.Path);
        FallbackStoreException refusal = await Should.ThrowAsync<FallbackStoreException>(_kit.OpenAsync);
        refusal.Message.ShouldStartWith(_kit.Path);
        refusal.Message.ShouldContain("It was not touched");
        (await File.ReadAllBytesAsync(_kit.Path)).ShouldBe(before);
        Directory.GetFiles(_folder.Root).ShouldBe([_kit.Path]);
        return refusal;
    }
}
