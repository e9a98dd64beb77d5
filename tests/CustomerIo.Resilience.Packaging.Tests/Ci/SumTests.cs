using CustomerIo.Resilience.Packaging.Tests.Support;

namespace CustomerIo.Resilience.Packaging.Tests.Ci;

/// <summary>The sum that decides about a change.</summary>
public sealed class SumTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("customerio-sum-").FullName;

    public SumTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no bash of its own.");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task All_that_passed_is_added_up_in_the_last_line()
    {
        Write("one", total: 3, executed: 3, passed: 3);
        Write("two", total: 4, executed: 4, passed: 4);

        (await SumAsync()).ShouldBe("7 passed, 0 failed, 0 skipped\n");
    }

    [Fact]
    public async Task Pending_tests_have_the_line_before()
    {
        Write("one", total: 3, executed: 3, passed: 3);

        (await SumAsync("2")).ShouldBe("2 pending\n3 passed, 0 failed, 0 skipped\n");
        (await SumAsync("0")).ShouldBe("3 passed, 0 failed, 0 skipped\n");
    }

    [Fact]
    public async Task A_skipped_test_fails_and_is_named_with_its_reason()
    {
        const string Result = """
                <UnitTestResult executionId="1" testName="A.Test" outcome="NotExecuted" testListId="2">
                  <Output>
                    <ErrorInfo>
                      <Message>Needs &quot;it&quot;: apt-get update &amp;&amp; apt-get install it</Message>
                    </ErrorInfo>
                  </Output>
                </UnitTestResult>
            """;
        Write("one", total: 3, executed: 2, passed: 2, Result);

        (await FailedSumAsync()).ShouldEndWith(
            "Skipped: A.Test: Needs \"it\": apt-get update && apt-get install it\n2 passed, 0 failed, 1 skipped\n");
    }

    [Fact]
    public async Task A_failed_test_fails_and_is_named()
    {
        Write("one", total: 3, executed: 3, passed: 2, """    <UnitTestResult testName="A.Test(one: 1)" outcome="Failed" />""");

        (await FailedSumAsync()).ShouldEndWith("Failed: A.Test(one: 1)\n2 passed, 1 failed, 0 skipped\n");
    }

    [Fact]
    public async Task Where_no_test_ran_it_fails() =>
        (await FailedSumAsync()).ShouldEndWith("0 passed, 0 failed, 0 skipped\n");

    private Task<string> SumAsync(params string[] more) =>
        DotNet.RunProgramAsync("bash", Repository.Root, [".ci/sum-results", _folder, .. more]);

    private async Task<string> FailedSumAsync() =>
        (await Should.ThrowAsync<InvalidOperationException>(() => SumAsync())).Message;

    private void Write(string name, int total, int executed, int passed, string results = "") => File.WriteAllText(
        Path.Combine(_folder, $"{name}.trx"),
        $"""
        <TestRun>
          <Results>
        {results}
          </Results>
          <ResultSummary outcome="Completed">
            <Counters total="{total}" executed="{executed}" passed="{passed}" failed="{executed - passed}" />
          </ResultSummary>
        </TestRun>
        """);
}
