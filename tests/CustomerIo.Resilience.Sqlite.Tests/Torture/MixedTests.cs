using CustomerIo.Resilience.Tests.Shared;

namespace CustomerIo.Resilience.Sqlite.Tests.Torture;

// All trouble at once, small; the full size is one command line, which the program shows with mixed --help.
public sealed class MixedTests
{
    [Theory]
    [InlineData("1", "memory", "OnFailure", "0")]
    [InlineData("3", "sqlite", "WriteAhead", "2")]
    [InlineData("4", "sqlite", "OnFailure", "2")]
    public async Task All_trouble_at_once_loses_doubles_overtakes_brings_back_and_holds_up_nothing(
        string seed, string store, string durability, string kills)
    {
        FinishedProgram run = await RunAsync(
            "--seed", seed, "--operations", "200", "--people", "20", "--roomy",
            "--store", store, "--durability", durability, "--kills", kills);

        string all = $"{run.Output}{run.Error}";
        run.LastLine.ShouldStartWith("acknowledged=", customMessage: all);
        run.LastLine.ShouldEndWith(
            " lost=0 duplicated=0 reordered=0 resurrected=0 blocked=0", customMessage: all);
        run.LastLine.ShouldNotContain("delivered=0 ", customMessage: all);
        run.ExitCode.ShouldBe(0, all);
    }

    [Theory]
    [InlineData("--kills", "many")]
    [InlineData("--store", "paper")]
    [InlineData("--durability", "Never")]
    [InlineData("--people", "5")]
    [InlineData("--seeds", "7")]
    [InlineData("--seeds", "7-3")]
    [InlineData("--store", "memory", "--kills", "1")]
    [InlineData("--store", "memory", "--durability", "WriteAhead")]
    [InlineData("--log")]
    [InlineData("--kilograms")]
    public async Task Wrong_options_are_told_with_the_usage(params string[] options)
    {
        FinishedProgram run = await RunAsync(options);

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain(options[0]);
        run.Error.ShouldContain("-- mixed [options]");
    }

    [Fact]
    public async Task A_series_leaves_out_what_its_log_has()
    {
        string log = Path.GetTempFileName();
        try
        {
            string done = "sqlite WriteAhead 1200 operations 80 people 5 kills\tacknowledged=1\t1.0 s\n";
            await File.WriteAllTextAsync(log, $"8\t{done}9\t{done}", TestContext.Current.CancellationToken);

            FinishedProgram run = await RunAsync("--seeds", "8-9", "--log", log);

            run.ExitCode.ShouldBe(0, $"{run.Output}{run.Error}");
            run.Output.ShouldNotContain("acknowledged=");
        }
        finally
        {
            File.Delete(log);
        }
    }

    private static Task<FinishedProgram> RunAsync(params string[] options) =>
        FinishedProgram.RunAsync("CustomerIo.Resilience.Torture.dll", ["mixed", .. options]);
}
