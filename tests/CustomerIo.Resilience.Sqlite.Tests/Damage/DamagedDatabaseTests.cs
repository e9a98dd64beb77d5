using CustomerIo.Resilience.Sqlite.Tests.Support;

namespace CustomerIo.Resilience.Sqlite.Tests.Damage;

public sealed class DamagedDatabaseTests(SampleFile sample, ITestOutputHelper output) : IClassFixture<SampleFile>, IDisposable
{
    private const int Page = 4096;

    private readonly DamageBench _bench = new(sample);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_file_with_a_flipped_bit_loses_only_what_lay_there()
    {
        Random random = new(Seed.Value);
        List<(int Flip, Findings Findings)> all = [];
        for (int round = 0; round < DamageBench.Rounds; round++)
        {
            // Pages that are in the log too are not looked at in the file: only a closed one shows every kind of damage.
            bool isClosed = round % 4 != 0;
            byte[] database = [.. isClosed ? sample.Closed : sample.Database];
            int flip = random.Next(database.Length);
            database[flip] ^= (byte)(1 << random.Next(8));
            string because = $"seed {Seed.Value}, round {round}, byte {flip}";

            all.Add((flip, await _bench.OpenAsync(database, isClosed ? null : sample.Log, because)));
        }

        // These bytes are the version and the application's number: with another one the file is not for us to touch.
        all.Where(static pair => pair.Findings.WasRefused && pair.Flip is not ((>= 60 and < 64) or (>= 68 and < 72))).ShouldBeEmpty();
        Report("A flipped bit", [.. all.Select(static pair => pair.Findings)]).ShouldBeLessThan(5);
    }

    [Fact]
    public async Task A_file_whose_end_is_zeros_or_missing_gives_what_is_before_it()
    {
        List<Findings> all = [];
        for (int page = 0; page * Page < sample.Closed.Length; page += 3)
        {
            byte[] zeros = [.. sample.Closed[..(page * Page)], .. new byte[sample.Closed.Length - (page * Page)]];
            all.Add(await _bench.OpenAsync(zeros, log: null, $"zeros from page {page + 1}"));
            all.Add(await _bench.OpenAsync(sample.Closed[..(page * Page)], log: null, $"cut after page {page}"));
            all.Add(await _bench.OpenAsync(sample.Closed[..((page * Page) + 1_000)], log: null, $"cut in page {page + 1}"));
        }

        for (int page = 0; page * Page < sample.Database.Length; page += 6)
        {
            all.Add(await _bench.OpenAsync(sample.Database[..(page * Page)], sample.Log, $"cut after page {page}, with a log"));
        }

        Report("Zeros or nothing at the end", all).ShouldBeLessThan(sample.Waiting * 0.7);
    }

    [Fact]
    public async Task Pages_of_noise_lose_only_what_lay_there()
    {
        Random random = new(Seed.Value);
        List<Findings> all = [];
        for (int page = 0; page * Page < sample.Closed.Length; page++)
        {
            byte[] database = [.. sample.Closed];
            random.NextBytes(database.AsSpan(page * Page, Page));
            all.Add(await _bench.OpenAsync(database, log: null, $"seed {Seed.Value}, noise in page {page + 1}"));
        }

        Report("A page of noise", all).ShouldBeLessThan(sample.Waiting * 0.1);
    }

    [Fact]
    public async Task An_empty_file_with_a_log_is_set_aside_with_it()
    {
        Findings findings = await _bench.OpenAsync([], sample.Log, "empty with a log");

        (findings.SetAside, findings.Count).ShouldBe((1, 0));
    }

    // Says what was lost, and gives how many operations that were on average.
    private double Report(string what, List<Findings> all)
    {
        Findings[] replaced = [.. all.Where(static findings => findings.SetAside > 0)];
        int[] lost = [.. replaced.Select(findings => sample.Waiting - findings.Count).Order()];
        lost.ShouldNotBeEmpty();
        output.WriteLine(
            $"{what}: {all.Count} files of {sample.Closed.Length} bytes and {sample.Waiting} operations; {replaced.Length} set aside, " +
            $"{all.Count(static findings => findings.WasRefused)} refused; lost of those set aside: on average {lost.Average():F1}, " +
            $"median {lost[lost.Length / 2]}, at most {lost[^1]}.");
        return lost.Average();
    }
}
