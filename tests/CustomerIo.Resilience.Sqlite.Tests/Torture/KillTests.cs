using CustomerIo.Resilience.Tests.Shared;

namespace CustomerIo.Resilience.Sqlite.Tests.Torture;

// T2, small; the full size is one command line, which the program shows with --help.
public sealed class KillTests
{
    [Theory]
    [InlineData("1", "1000", "100", "6", "WriteAhead", "Full")]
    [InlineData("2", "600", "60", "4", "WriteAhead", "Normal")]
    [InlineData("3", "600", "60", "4", "OnFailure", "Full")]
    public async Task What_was_acknowledged_survives_SIGKILL(
        string seed, string operations, string people, string kills, string durability, string synchronous)
    {
        FinishedProgram run = await RunAsync(
            "--seed", seed, "--operations", operations, "--people", people, "--kills", kills,
            "--durability", durability, "--synchronous", synchronous);

        string all = $"{run.Output}{run.Error}";
        run.LastLine.ShouldStartWith("acknowledged=", customMessage: all);
        run.LastLine.ShouldEndWith(" lost=0 duplicated=0 reordered=0 resurrected=0", customMessage: all);
        run.LastLine.ShouldNotContain("delivered=0 ", customMessage: all);
        run.ExitCode.ShouldBe(0, all);
        run.Output.ShouldContain($"{kills} kills");
    }

    [Theory]
    [InlineData("--kills", "many")]
    [InlineData("--durability", "Never")]
    [InlineData("--people", "2000")]
    [InlineData("--kilograms")]
    public async Task Wrong_arguments_are_told_with_the_usage(params string[] arguments)
    {
        FinishedProgram run = await RunAsync(arguments);

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain(arguments[0]);
        run.Error.ShouldContain("Usage:");
    }

    [Fact]
    public async Task Help_is_shown_on_request()
    {
        FinishedProgram run = await RunAsync("--help");

        run.ExitCode.ShouldBe(0);
        run.Output.ShouldContain("Usage:");
    }

    private static Task<FinishedProgram> RunAsync(params string[] arguments) =>
        FinishedProgram.RunAsync("CustomerIo.Resilience.Torture.dll", arguments);
}
