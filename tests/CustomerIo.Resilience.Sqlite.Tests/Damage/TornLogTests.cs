using CustomerIo.Resilience.Sqlite.Tests.Support;

namespace CustomerIo.Resilience.Sqlite.Tests.Damage;

public sealed class TornLogTests(SampleFile sample, ITestOutputHelper output) : IClassFixture<SampleFile>, IDisposable
{
    private const int LogHeader = 32;
    private const int Frame = 24 + 4096;

    private readonly DamageBench _bench = new(sample);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task The_whole_log_gives_everything()
    {
        Findings findings = await _bench.OpenAsync(sample.Database, sample.Log, "whole");

        findings.State.ShouldBe(sample.States[^1]);
    }

    [Fact]
    public async Task Without_its_log_the_file_has_what_was_in_it_before()
    {
        Findings findings = await _bench.OpenAsync(sample.Database, log: null, "no log");

        findings.State.ShouldBe(sample.States[0]);
    }

    [Fact]
    public async Task A_log_cut_at_any_page_has_the_commits_before_the_cut()
    {
        List<int> cuts = [.. Enumerable.Range(0, (sample.Log.Length / Frame) + 1).Select(static page => LogHeader + (page * Frame))];
        cuts.AddRange(Enumerable.Range(0, sample.Log.Length / 4096).Select(static page => page * 4096));

        await CutAsync([.. cuts.Where(cut => cut <= sample.Log.Length).Order()], "at a page");
    }

    [Fact]
    public Task A_log_cut_anywhere_has_the_commits_before_the_cut()
    {
        Random random = new(Seed.Value);
        return CutAsync(
            [.. Enumerable.Range(0, DamageBench.Rounds).Select(_ => random.Next(sample.Log.Length)).Order()], $"seed {Seed.Value}");
    }

    [Fact]
    public async Task A_log_with_flipped_bits_has_the_commits_before_the_first_of_them()
    {
        Random random = new(Seed.Value);
        for (int round = 0; round < DamageBench.Rounds / 5; round++)
        {
            byte[] log = [.. sample.Log];
            int flip = random.Next(log.Length);
            log[flip] ^= (byte)(1 << random.Next(8));
            string because = $"seed {Seed.Value}, round {round}, byte {flip}";

            Findings findings = await _bench.OpenAsync(sample.Database, log, because);

            IndexOf(findings, because).ShouldBeGreaterThanOrEqualTo(0, because);
            findings.SetAside.ShouldBe(0, because);
        }
    }

    private async Task CutAsync(int[] cuts, string how)
    {
        int last = 0;
        foreach (int cut in cuts)
        {
            string because = $"{how}, cut at {cut}";
            Findings findings = await _bench.OpenAsync(sample.Database, sample.Log[..cut], because);

            int commits = IndexOf(findings, because);
            commits.ShouldBeGreaterThanOrEqualTo(last, because);
            findings.SetAside.ShouldBe(0, because);
            last = commits;
        }

        output.WriteLine($"{cuts.Length} cuts, {how}, of a log of {sample.Log.Length} bytes with {sample.States.Count - 1} commits.");
    }

    private int IndexOf(Findings findings, string because)
    {
        int index = sample.States.ToList().IndexOf(findings.State);
        index.ShouldBeGreaterThanOrEqualTo(0, because);
        return index;
    }
}
