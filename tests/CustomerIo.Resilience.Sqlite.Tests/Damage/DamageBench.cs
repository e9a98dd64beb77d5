using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Tests.Support;

namespace CustomerIo.Resilience.Sqlite.Tests.Damage;

/// <summary>Opens damaged copies of the sample file and holds what comes of it against what must hold for all of them.</summary>
internal sealed class DamageBench(SampleFile sample) : IDisposable
{
    private readonly TempFolder _folder = new(inMemory: true);

    /// <summary>How many copies the random tests damage; CUSTOMERIO_TORN_FILES is for longer runs.</summary>
    public static int Rounds => int.TryParse(Environment.GetEnvironmentVariable("CUSTOMERIO_TORN_FILES"), out int rounds) ? rounds : 1_000;

    public async Task<Findings> OpenAsync(byte[] database, byte[]? log, string because)
    {
        StoreKit kit = await WriteAsync(database, log);
        Findings findings;
        try
        {
            await using SqliteFallbackStore store = await kit.OpenAsync();
            findings = await EmptyAsync(kit, store);
            await ShouldWorkAsync(store, because);
            ShouldTellDamage(kit, store, findings, because);
        }
        catch (FallbackStoreException refusal) when (IsForeign(refusal))
        {
            (await File.ReadAllBytesAsync(kit.Path)).ShouldBe(database, because);
            return new Findings([], [], 0, WasRefused: true);
        }
        catch (Exception exception) when (exception is not ShouldAssertException)
        {
            throw new InvalidOperationException(because, exception);
        }

        ShouldBeGenuine(findings, because);
        await ShouldBeCleanAsync(kit, because);
        CleanUp();
        return findings;
    }

    public void Dispose() => _folder.Dispose();

    private static bool IsForeign(FallbackStoreException refusal) =>
        refusal.Message.Contains("newer CustomerIo.Resilience.Sqlite", StringComparison.Ordinal)
        || refusal.Message.Contains("another application", StringComparison.Ordinal);

    private async Task<StoreKit> WriteAsync(byte[] database, byte[]? log)
    {
        StoreKit kit = new(_folder.NewFile());
        kit.Options.Synchronous = SqliteSynchronous.Normal;
        await File.WriteAllBytesAsync(kit.Path, database);
        if (log is not null)
        {
            await File.WriteAllBytesAsync(kit.Path + "-wal", log);
        }

        return kit;
    }

    private static async Task<Findings> EmptyAsync(StoreKit kit, SqliteFallbackStore store)
    {
        IReadOnlyList<Operation> operations = await kit.DrainAsync(store);
        IReadOnlyList<DeadLetter> letters = await StoreKit.ListAsync(store);
        Ulid[] ids = [.. letters.Select(static letter => letter.Operation.Id)];
        (await store.RemoveDeadLettersAsync(ids, default)).ShouldBe(letters.Count);

        return new Findings(operations, letters, kit.SetAside.Length, WasRefused: false);
    }

    private static async Task ShouldWorkAsync(SqliteFallbackStore store, string because)
    {
        store.GetStatistics().Count.ShouldBe(0, because);
        (await store.AppendAsync([Sample.Operation(1_000_000)], default)).Taken.ShouldBe(1, because);
        IReadOnlyList<Operation> page = await StoreKit.ReadAsync(store, 0);
        page.Select(Sample.TextOf).ShouldBe([Sample.TextOf(Sample.Operation(1_000_000))], because);
        await StoreKit.CompleteAsync(store, page);
        (store.GetStatistics() with { Damage = null }).ShouldBe(default, because);
    }

    private static void ShouldTellDamage(StoreKit kit, SqliteFallbackStore store, Findings findings, string because)
    {
        kit.Log.Lines.Count(static line => line.Id == 1200).ShouldBe(findings.SetAside, because);
        findings.SetAside.ShouldBeLessThanOrEqualTo(1, because);
        (store.GetStatistics().Damage is not null).ShouldBe(findings.SetAside > 0, because);
        store.GetStatistics().Damage?.SetAsideAs.ShouldBe(kit.SetAside.Single(), because);
    }

    // Never anything that was not appended in exactly these words, and in its order. A page that damage has made reachable
    // twice can be read before the file is set aside and again from what was saved: then it is repeated, in order, once.
    private void ShouldBeGenuine(Findings findings, string because)
    {
        findings.Operations.Select(Sample.TextOf).Where(text => !sample.Appended.Contains(text)).ShouldBeEmpty(because);
        foreach (IGrouping<string, Operation> key in findings.Operations.GroupBy(GroupOf, StringComparer.Ordinal))
        {
            StepsBack([.. key.Select(static operation => operation.Position)], because)
                .ShouldBeLessThanOrEqualTo(findings.SetAside, because);
        }

        foreach (DeadLetter letter in findings.Letters)
        {
            sample.Letters.ShouldContain(Sample.TextOf(letter), because);
        }
    }

    // What is read together: a lane, or what is parked of a key.
    private static string GroupOf(Operation operation) =>
        operation.Parked is null ? $"lane {operation.LaneOf(Sample.Lanes)}" : operation.Key;

    private static int StepsBack(long[] positions, string because)
    {
        int back = 0;
        for (int index = 1; index < positions.Length; index++)
        {
            back += positions[index] <= positions[index - 1] ? 1 : 0;
            if (positions[index] <= positions[..index].Max())
            {
                positions[..index].ShouldContain(positions[index], because);
            }
        }

        return back;
    }

    private static async Task ShouldBeCleanAsync(StoreKit kit, string because)
    {
        int before = kit.SetAside.Length;
        await using SqliteFallbackStore store = await kit.OpenAsync();
        store.GetStatistics().ShouldBe(default, because);
        (await kit.DrainAsync(store)).ShouldBeEmpty(because);
        kit.SetAside.Length.ShouldBe(before, because);
    }

    private void CleanUp()
    {
        foreach (string file in Directory.GetFiles(_folder.Root))
        {
            File.Delete(file);
        }
    }
}
