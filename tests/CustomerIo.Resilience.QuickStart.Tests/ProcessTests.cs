using CustomerIo.Resilience.QuickStart.Operations;
using CustomerIo.Resilience.Tests.Shared;

namespace CustomerIo.Resilience.QuickStart.Tests;

public sealed class ProcessTests
{
    private const string CleanEnd =
        @"^accepted=(\d+) delivered=\d+ stored=0 rejected=\d+ lost=0 duplicated=0 reordered=0$";

    [Theory]
    [InlineData(1, 600)]
    [InlineData(2, 0)]
    [InlineData(3, 0)]
    public async Task A_file_survives_faults_and_an_outage(int seed, int rate)
    {
        using OperationsFile file = OperationsFile.Invent(1_000, seed);

        FinishedProgram run = await RunAsync("--file", file.Name, "--seed", $"{seed}", "--rate", $"{rate}");

        run.LastLine.ShouldMatch(CleanEnd, run.Error);
        run.LastLine.ShouldStartWith("accepted=1000 ");
        run.Output.ShouldContain("server down");
        run.Output.ShouldNotContain("\u001b");
        run.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_process_that_is_killed_again_and_again_delivers_what_it_answered()
    {
        using OperationsFile file = OperationsFile.Invent(1_200, seed: 4);

        FinishedProgram run = await RunAsync("--kill", "--file", file.Name, "--seed", "4", "--rate", "400");

        run.LastLine.ShouldMatch(CleanEnd, run.Error);
        run.LastLine.ShouldStartWith("accepted=1200 ");
        run.Output.ShouldMatch("was killed [3-6] times");
        run.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_line_that_cannot_be_read_is_reported_and_the_rest_is_delivered()
    {
        using OperationsFile file = new(
        [
            """{"op":"identify","person":"ada","attributes":{"email":"ada@example.com"}}""",
            """{"op":"track","person":"ada","event":""",
            """{"op":"teleport","person":"ada"}""",
            string.Empty,
            """{"op":"track","person":"ada","event":"signed_up","data":{"method":"google"}}""",
        ]);

        FinishedProgram run = await RunAsync("--file", file.Name);

        run.Error.ShouldContain("line 2 is left out: it is not JSON");
        run.Error.ShouldContain("line 3 is left out: 'op' is 'teleport'");
        run.LastLine.ShouldBe("accepted=2 delivered=2 stored=0 rejected=0 lost=0 duplicated=0 reordered=0");
        run.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task What_Customer_io_does_not_allow_is_reported_and_fails_the_run()
    {
        using OperationsFile file = new(
        [
            """{"op":"identify","person":"ada","attributes":{"plan":"free"}}""",
            $$"""{"op":"track","person":"ada","event":"{{new string('x', 101)}}"}""",
        ]);

        FinishedProgram run = await RunAsync("--file", file.Name);

        run.Error.ShouldContain("refused: line 2: Invalid.");
        run.LastLine.ShouldBe("accepted=1 delivered=1 stored=0 rejected=0 lost=0 duplicated=0 reordered=0");
        run.ExitCode.ShouldBe(1);
    }

    [Theory]
    [InlineData("'--sed' is not an option", "--sed", "1")]
    [InlineData("--seed is 'abc'", "--seed", "abc")]
    [InlineData("--seed needs a value", "--seed")]
    [InlineData("--rate is '-1'", "--rate", "-1")]
    [InlineData("nowhere.ndjson", "--file", "nowhere.ndjson")]
    [InlineData("--live needs --file", "--live")]
    [InlineData("--kill is for the simulator", "--live", "--kill")]
    public async Task Wrong_arguments_are_named_and_end_with_2(string message, params string[] arguments)
    {
        FinishedProgram run = await RunAsync(arguments);

        run.Error.ShouldContain(message);
        run.Output.ShouldBeEmpty();
        run.ExitCode.ShouldBe(2);
    }

    [Fact]
    public async Task Live_without_credentials_names_what_is_missing()
    {
        using OperationsFile file = OperationsFile.Invent(1, seed: 1);

        FinishedProgram run = await RunAsync("--live", "--file", file.Name);

        run.Error.ShouldContain("CUSTOMERIO_SITE_ID");
        run.Error.ShouldContain("CUSTOMERIO_TRACK_API_KEY");
        run.ExitCode.ShouldBe(2);
    }

    [Fact]
    public async Task The_shipped_file_is_what_the_generator_writes()
    {
        FinishedProgram run = await RunAsync("--generate", "5200", "--seed", "1");

        run.ExitCode.ShouldBe(0);
        run.Output.ShouldBe(await File.ReadAllTextAsync(OperationFile.Shipped));
    }

    private static Task<FinishedProgram> RunAsync(params string[] arguments) =>
        FinishedProgram.RunAsync("QuickStart.dll", arguments);
}
